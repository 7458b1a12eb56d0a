"""The messages about accounts, what somebody asked to be told, and people's rights; and to those who work here."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from .template import Template

TEMPLATES: Final = (
    Template(
        "account_confirm_email",
        "account",
        _("somebody, probably you, gave us this address for an account"),
        frozenset({"url"}),
        frozenset({"hours", "code"}),
    ),
    Template(
        "account_exists",
        "account_security",
        _("somebody, probably you, tried to open an account with this address"),
        frozenset({"sign_in_url", "reset_url"}),
    ),
    Template(
        "account_unknown",
        "account_security",
        _("somebody asked us for a password link for this address"),
        frozenset({"sign_up_url"}),
    ),
    Template(
        "password_reset",
        "account_security",
        _("somebody, probably you, asked for a new password"),
        frozenset({"url"}),
        frozenset({"hours"}),
    ),
    Template(
        "password_changed",
        "account_security",
        _("the password of your account was changed"),
        frozenset({"reset_url"}),
    ),
    Template("sign_in_changed", "account_security", _("the way you sign in to your account was changed")),
    Template(
        "email_changed",
        "account_security",
        _("the address of your account was changed"),
        frozenset({"contact_url"}),
    ),
    Template(
        "account_closed",
        "account",
        _("you closed your account"),
        frozenset({"url"}),
    ),
    Template(
        "erasure_done",
        "rights_request",
        _("you asked us to erase your data"),
        frozenset({"url"}),
        frozenset({"gone", "stays"}),  # gone: [text]; stays: [{"what", "until", "clause"}]
    ),
    Template(
        "rules_changed",
        "rights_request",
        _("you asked us to correct a country we hold for you, and other rules hold there"),
        frozenset({"url"}),
    ),
    Template(
        "notice_confirm",
        "account",
        _("somebody, probably you, asked us to write to this address when something is back"),
        frozenset({"what", "url"}),
        frozenset({"hours"}),
    ),
    Template(
        "back_in_stock",
        "back_in_stock",
        _("you asked us to tell you when it can be bought again"),
        frozenset({"what", "url"}),
    ),
    Template(
        "news_confirm",
        "meet_at_shows",
        _("we met at a trade show, and a wish for news was noted there for this address"),
        frozenset({"kinds", "show", "url"}),
        frozenset({"days"}),
    ),
    Template(
        "sign_up_confirm",
        "account",
        _("somebody, probably you, asked for news of ours at this address"),
        frozenset({"kinds", "url"}),
        frozenset({"hours"}),
    ),
    Template(
        "comment_news",
        "product_comments",
        _("you wrote something under a product of ours"),
        frozenset({"head", "said", "url"}),
        frozenset({"what"}),
    ),
    Template(
        "exemption_news",
        "tax_exemption",
        _("a tax exemption is filed in your account"),
        frozenset({"head", "said", "what", "url"}),
    ),
    Template(
        "privacy_link",
        "rights_request",
        _("somebody, probably you, asked to see the data we hold under this address"),
        frozenset({"url"}),
        frozenset({"hours"}),
    ),
    Template(
        "staff_welcome",
        "manage_staff",
        _("you work with us and an account was made for you"),
        frozenset({"url"}),
        frozenset({"hours", "roles"}),
    ),
)
