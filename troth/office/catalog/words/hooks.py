"""What the words add to Wagtail's admin: their looks, and a place in the menu of a shop of several languages."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from troth.catalog.words import further

from . import views


class OfLanguages(MenuItem):
    """There for whoever may write any of the words."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(further()) and any(request.user.has_perm(each) for each in views.MAY)


ITEM = OfLanguages(_("Not yet translated"), reverse_lazy("office:words"), icon_name="globe", order=415)


@hooks.register("insert_global_admin_css")
def looks() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("office/words.css"))
