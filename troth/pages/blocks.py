"""What a page written in the office is made of. Few kinds, so that every page looks like the shop."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from troth.visits import enforcement

WORDS = ["h2", "h3", "bold", "italic", "ol", "ul", "hr", "link"]


class NoticeBlock(blocks.StructBlock):
    """Something people should not miss: opening hours, a holiday, a recall."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    words = blocks.RichTextBlock(label=_("Words"), features=["bold", "italic", "link"])

    class Meta:
        icon = "warning"
        label = _("Notice")
        template = "pages/blocks/notice.html"


def embeds() -> list[tuple[str, str]]:
    """The services of the policy that show one piece, such as a film."""
    return [(each.name, each.label) for each in enforcement.embeds()]


class OutsideBlock(blocks.StructBlock):
    """Something that lies with an outside party. It loads for those who allow it; others see a plain card."""

    service = blocks.ChoiceBlock(
        label=_("From"), choices=embeds, help_text=_("The services that the policy declares; it can have more.")
    )
    what = blocks.RegexBlock(
        label=_("Which one"),
        regex=rf"^{enforcement.PIECE.pattern}$",
        help_text=_("Its name in the service's own address: letters, digits, - and _."),
        error_messages={"invalid": _("Letters, digits, - and _ only, 64 at most.")},
    )
    title = blocks.CharBlock(label=_("What it is"), max_length=120, help_text=_("For those who do not see it yet."))

    class Meta:
        icon = "media"
        label = _("From elsewhere")
        template = "pages/blocks/outside.html"


class ContentBlock(blocks.StreamBlock):
    """The body of a page."""

    words = blocks.RichTextBlock(label=_("Words"), features=WORDS, icon="pilcrow", template="pages/blocks/words.html")
    picture = ImageBlock(label=_("Picture"), template="pages/blocks/picture.html")
    notice = NoticeBlock()
    outside = OutsideBlock()
