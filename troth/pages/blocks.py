"""What a page written in the office is made of. Few kinds, so that every page looks like the shop."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

WORDS = ["h2", "h3", "bold", "italic", "ol", "ul", "hr", "link"]


class NoticeBlock(blocks.StructBlock):
    """Something people should not miss: opening hours, a holiday, a recall."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    words = blocks.RichTextBlock(label=_("Words"), features=["bold", "italic", "link"])

    class Meta:
        icon = "warning"
        label = _("Notice")
        template = "pages/blocks/notice.html"


class ContentBlock(blocks.StreamBlock):
    """The body of a page."""

    words = blocks.RichTextBlock(label=_("Words"), features=WORDS, icon="pilcrow", template="pages/blocks/words.html")
    picture = ImageBlock(label=_("Picture"), template="pages/blocks/picture.html")
    notice = NoticeBlock()
