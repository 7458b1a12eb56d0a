"""The categories a file names: found by their name or address, made where they are missing."""

from __future__ import annotations

from typing import Final

from anyascii import anyascii
from django.utils.text import slugify
from django.utils.translation import gettext as _

from troth.catalog.models import Category

from .report import Report, Weight

MOST_NEW: Final = 1000
_LONGEST_SLUG: Final = 100


class Shelves:
    """All categories by address. In a dry run new ones are never stored, and only named."""

    def __init__(self, report: Report, *, dry_run: bool) -> None:
        self.report, self.dry_run = report, dry_run
        self.by_slug: dict[str, Category] = {}
        self.by_name: dict[str, Category] = {}
        self.last = self.new = 0
        self.look()

    def look(self) -> None:
        """Read them anew: also after work was rolled back, when some are gone."""
        self.by_slug = {category.slug: category for category in Category.objects.all()}
        self.by_name = {category.name: category for category in self.by_slug.values()}
        self.last = max((category.position for category in self.by_slug.values()), default=0)

    def find(self, name: str, row: int) -> Category | None:
        """None for a new one beyond the most that one file may make; that is said in the report."""
        slug = slugify(anyascii(name))[:_LONGEST_SLUG] or "category"
        found = self.by_name.get(name) or self.by_slug.get(slug)
        return found or self._made(slug, name, row)

    def _made(self, slug: str, name: str, row: int) -> Category | None:
        if self.new >= MOST_NEW:
            words = _("The file makes more than %(most)d categories; the product was put into none.")
            self.report.note(words % {"most": MOST_NEW}, row=row, weight=Weight.CHANGED)
            return None
        self.report.note(_("New category “%(name)s”.") % {"name": name}, row=row, weight=Weight.NOTED)
        self.new, self.last = self.new + 1, self.last + 1
        made = self.by_slug[slug] = self.by_name[name] = Category(slug=slug, name=name, position=self.last)
        if not self.dry_run:
            made.save()
        return made
