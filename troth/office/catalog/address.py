"""The address of a new product or category is made from its name, unless somebody types another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.text import slugify

from .words.form import InLanguages

LONGEST: Final = 110  # room for a number behind it
MOST: Final = 1000  # of one name


class WithAddress(InLanguages):
    """`named`: the field it is made from. One that is there already keeps its address until it is changed by hand."""

    named = "title"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk is None and "slug" in self.fields and "slug" not in self.errors and not cleaned.get("slug"):
            cleaned["slug"] = self._free(str(cleaned.get(self.named) or ""))
        return cleaned

    def _free(self, name: str) -> str:
        """Empty where nothing of the name can stand in an address: then it has to be typed."""
        made = slugify(name)[:LONGEST].strip("-")
        if not made:
            if name:
                self.add_error("slug", self.fields["slug"].error_messages["required"])
            return ""
        taken = set(self._meta.model.objects.filter(slug__startswith=made).values_list("slug", flat=True))
        return next(each for each in _numbered(made) if each not in taken)


def _numbered(made: str) -> Iterator[str]:
    yield made
    for number in range(2, MOST):
        yield f"{made}-{number}"
    yield ""
