"""What the mail about a comment is told when it leaves: what became of it, and where its writer finds it. None of its words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from troth import channels
from troth.catalog import named

from .models import Comment, State, Why


@channels.speaks("comment")
def language(comment: int | str) -> str:
    return Comment.objects.filter(pk=comment).values_list("language", flat=True).first() or ""


@channels.facts("comment_news")
def comment_news(leaving: channels.Leaving) -> dict[str, object]:
    """Raises Comment.DoesNotExist for what was taken back, or stands otherwise by now: of that another mail tells, if any."""
    news = str(leaving.ids["news"])
    there = Comment.objects.select_related("product").exclude(state=State.GOING)
    still = there.filter(state=news) if news in (State.SHOWN, State.REFUSED) else there.exclude(answer=None)
    row = still.get(pk=leaving.ids["comment"])
    card = named.cards_named([row.product.slug]).get(row.product.slug) if row.product else None
    head, said = _said(news, row)
    return {"what": card.title if card else "", "head": head, "said": said, "url": reverse("comments:mine")}


def _said(news: str, row: Comment) -> tuple[str, str]:
    if news == State.REFUSED:
        why = str(Why(row.why).label) if row.why else ""
        return _("We do not show your comment"), f"{_('Our reason:')} {why}"
    if news == State.SHOWN:
        return _("Your comment is on the page"), _("One of us has read it, and everybody can read it now.")
    return _("We have answered your comment"), _("Our answer stands below your words.")
