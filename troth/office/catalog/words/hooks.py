"""What the words add to Wagtail's admin: their looks, and a place in the menu of a shop of several languages."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from troth.catalog.words import further

from ..menu import Permitted
from . import views


class OfLanguages(Permitted):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(further()) and super().is_shown(request)


ITEM = OfLanguages(
    _("Not yet translated"), reverse_lazy("office:words"), icon_name="globe", order=415, permission=views.MAY
)


@hooks.register("insert_global_admin_css")
def looks() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("office/words.css"))
