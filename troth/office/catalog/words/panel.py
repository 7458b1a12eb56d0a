"""The tab of one language: the first language's text beside each field, and what is missing marked."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.panels import ObjectList, Panel, TabbedInterface
from wagtail.coreutils import safe_snake_case

from troth.catalog.words import further, untranslated

from .form import InLanguages


class WordsPanel(Panel):
    """`language`: a code. Shown for what is in the shop already; a new product has nothing to translate yet."""

    def __init__(self, language: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language = language

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "language": self.language}

    class BoundPanel(Panel.BoundPanel):
        template_name = "office/words/panel.html"
        form: InLanguages

        def is_shown(self) -> bool:
            return bool(self.form is not None and getattr(self.form, "said", {}).get(self.panel.language))

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            rows = self.form.said[self.panel.language]
            lacking = [row for row in rows if row.missing]
            return context | {
                "rows": [(row, self.form[row.name]) for row in rows],
                "lacking": len(lacking),
                "first": self.form[lacking[0].name].id_for_label if lacking else "",
                "language": self.panel.language,
                "first_language": settings.LANGUAGE_CODE,
                "tab": tab_of(self.panel.language),
                "following": self._following(),
            }

        def _following(self) -> int | None:
            if self.panel.model._meta.model_name != "product":
                return None
            return untranslated.next_product(self.panel.language, self.instance.pk)


class Screen(TabbedInterface):
    """All tabs of a form that is `InLanguages`. Wagtail puts fields that no panel has asked for by name behind the last
    one (`Panel.BoundPanel.render_missing_fields`, 8.0); those of the words stand in their tabs already."""

    class BoundPanel(TabbedInterface.BoundPanel):
        def render_missing_fields(self) -> SafeString:
            told = {row.name for rows in getattr(self.form, "said", {}).values() for row in rows}
            asked = {*self.panel.get_form_options().get("fields", []), *told}
            return format_html_join("", "{}", ((self.form[name],) for name in self.form.fields if name not in asked))


def tab_of(language: str) -> str:
    """The part of an address that opens the tab of a language."""
    return f"tab-{safe_snake_case(dict(further())[language])}"


def tabs() -> list[ObjectList]:
    """A tab for each language of the shop beside the first, by its own name."""
    return [ObjectList([WordsPanel(code)], heading=name) for code, name in further()]
