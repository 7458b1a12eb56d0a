"""From the list of products, those ticked there go to the screen that changes many at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from troth.catalog.models import Product

from .bulk.views import LISTED


class ChangeMany(SnippetBulkAction):
    """Changes nothing itself. "All in the list" leads to the screen's own filter."""

    models = [Product]
    display_name = _("Change")
    action_type = "change-many"
    aria_label = _("Change the selected products")
    template_name = "office/bulk/choose.html"
    action_priority = 10

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        keys = [key for key in request.GET.getlist("id") if key.isdecimal()][:LISTED]
        return HttpResponseRedirect(f"{reverse('office:bulk')}?{urlencode([('only', key) for key in keys])}")
