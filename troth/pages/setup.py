"""The first step of a new site: a home page to write on."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page, Site

from .models import HomePage


@transaction.atomic
def begin(name: str, port: int = 80) -> HomePage:
    """Make the home page the root of the site called `name`, if there is none yet. Safe to call again."""
    home = HomePage.objects.first()
    if home is not None:
        return home
    language = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    Locale.objects.get_or_create(language_code=language)
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    # Wagtail's own first migration leaves a welcome page in the place and under the slug of ours.
    welcome = [page for page in root.get_children() if page.slug == "home"]
    home = HomePage(title=gettext("Home"), slug="home" if not welcome else "start")
    root.add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": port, "root_page": home, "site_name": name},
    )
    for page in welcome:
        page.specific.delete()
    return home
