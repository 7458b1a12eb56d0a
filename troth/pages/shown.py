"""What a page says in the language of its address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from troth.catalog.words import spoken

if TYPE_CHECKING:
    from .models import TextPage


@dataclass(frozen=True, slots=True)
class Said:
    """`body`: Wagtail's value of a stream, for `include_block`. `head` and `description` are for search engines."""

    title: str
    lead: str
    body: Any
    head: str
    description: str


def said(page: TextPage) -> Said:
    """Field by field what its language says, else the first one. One query in another language, none in the first."""
    language = spoken()
    words = next((each for each in page.words.all() if each.language == language), None) if language else None
    title, lead, head, description = page.title, page.lead, page.seo_title, page.search_description
    if words is None:
        return Said(title, lead, page.body, head or title, description or lead)
    return Said(
        title=words.title or title,
        lead=words.lead or lead,
        body=words.body or page.body,
        head=words.seo_title or words.title or head or title,
        description=words.search_description or words.lead or description or lead,
    )
