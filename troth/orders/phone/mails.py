"""What the mail about an order begun on the telephone is told when it leaves. No name and no address."""

from __future__ import annotations

from django.utils import formats, timezone
from django.utils.translation import gettext

from troth import channels, gate
from troth.catalog.money import Money

from .. import basket
from ..models import Draft
from ..order_facts import Facts
from . import confirming
from .sending import TEMPLATE


@channels.speaks("draft")
def language(draft: int | str) -> str:
    return Draft.objects.filter(pk=draft).values_list("language", flat=True).first() or ""


@channels.facts(TEMPLATE)
def phone_order(leaving: channels.Leaving) -> Facts:
    """Raises Draft.DoesNotExist for one that is placed or over meanwhile: then nothing is sent."""
    draft = Draft.objects.get(pk=int(leaving.ids["draft"]))
    if not draft.is_living:
        raise Draft.DoesNotExist
    until = formats.date_format(timezone.localtime(draft.ends_at), "DATETIME_FORMAT")
    lines = basket.look(draft.basket).lines
    beside = Money((draft.told_total or 0) - sum(line.total.amount for line in lines), draft.currency)
    return {
        "number": draft.number,
        "url": confirming.mint(draft),
        "total": Money(draft.told_total or 0, draft.currency).text,
        "lines": [{"name": line.full_title, "quantity": line.quantity, "total": line.total.text} for line in lines],
        "costs": [{"words": gettext("Sending, taxes and what is taken off"), "amount": beside.text}]
        if beside.amount
        else [],
        "until": f"{until} ({timezone.get_current_timezone_name()})",
        "telephone": gate.policy().controller.telephone,
    }
