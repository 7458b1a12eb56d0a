"""The first step of a new site: a home page to write on."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText

from troth.visits import enforcement

from .models import HomePage, PageWords, TextPage

PRACTICE_PAGE: Final = "films"
FILM: Final = "shop_film"  # the practice service that shows one


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


@transaction.atomic
def begin_practice(home: HomePage) -> None:
    """A page that shows what a visitor's choice does to something that lies with others. Once; practice only."""
    there = home.get_children().filter(slug=PRACTICE_PAGE).exists()
    if there or FILM not in {each.name for each in enforcement.embeds()}:
        return
    title, body = _practice_words()
    page = TextPage(title=title, slug=PRACTICE_PAGE, body=body)
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE:
            with translation.override(code):
                title, body = _practice_words()
            page.words.add(PageWords(language=code, title=title, body=body))
    home.add_child(instance=page)


def _practice_words() -> tuple[str, list[tuple[str, object]]]:
    """Title and body in the language that is spoken."""
    words = gettext(
        "A tube of borosilicate, a flame, and a steady hand. The film lies with a company that shows films."
    )
    film = {"service": FILM, "what": "glass-in-the-flame", "title": gettext("Film: glass in the flame")}
    return gettext("How our glass is made"), [("words", RichText(f"<p>{words}</p>")), ("outside", film)]
