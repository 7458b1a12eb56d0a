"""Wagtail's screens that are shut here, and why. Whatever is not listed in `tests/office` as open has to be in here.

users, groups        take and show plain e-mail addresses; employees and their jobs are ours (`office/staff`)
account, login, logout, password_reset   the account is the shop's (`people.office_door` leads there)
workflows, reports/workflow…             mail people from inside Wagtail, past every purpose
documents            files anybody could fetch; the shop has no use for them
choose-email-link, choose-phone-link     write plain addresses and numbers into pages
failwhale, test404   break on purpose
"""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404, HttpRequest

ADDRESSES = (
    "users/",
    "groups/",
    "account/",
    "login/",
    "logout/",
    "password_reset/",
    "workflows/",
    "reports/workflow/",
    "reports/workflow_tasks/",
    "pages/workflow/",
    "documents/",
    "api/main/documents/",
    "choose-email-link/",
    "choose-phone-link/",
    "failwhale/",
    "test404/",
)
PATTERN = rf"^(?:{'|'.join(ADDRESSES)})"


def shut(request: HttpRequest) -> NoReturn:
    raise Http404
