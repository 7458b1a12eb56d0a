"""What the mail about an exemption is told when it leaves: what became of it. Neither number nor name."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from troth import channels

from ..models.exemption import Exemption, Ground, Standing, WhyNot
from .ending import ENDING
from .holding import Holding


@channels.speaks("exemption")
def language(exemption: int | str) -> str:
    return Exemption.objects.filter(pk=exemption).values_list("language", flat=True).first() or ""


@channels.facts("exemption_news")
def exemption_news(leaving: channels.Leaving) -> dict[str, object]:
    """Raises Exemption.DoesNotExist for what stands otherwise by now: of that another mail tells, if any."""
    news = str(leaving.ids["news"])
    state = Standing.HOLDS if news == ENDING else news
    row = Exemption.objects.get(pk=leaving.ids["exemption"], state=state)
    told = Holding(Ground(row.ground), row.country, row.region, row.valid_until)
    head, said = _said(news, row)
    return {"what": told.words, "head": head, "said": said, "url": reverse("account_exemptions")}


def _said(news: str, row: Exemption) -> tuple[str, str]:
    why = str(WhyNot(row.why).label) if row.why else ""
    if news == Standing.HOLDS:
        return _("Your tax exemption is approved"), _(
            "From now on your orders that go there carry no sales tax, if you are signed in when you place them."
        )
    if news == Standing.DECLINED:
        return _("We could not approve your tax exemption"), f"{_('Our reason:')} {why}"
    if news == Standing.WITHDRAWN:
        return _("Your tax exemption has ended"), f"{_('Our reason:')} {why} {_('Orders from now on carry sales tax.')}"
    day = date_format(row.valid_until, "DATE_FORMAT")
    return _("Your tax exemption ends soon"), _(
        "It ends on %(day)s. Orders after that day carry sales tax, unless you file the new certificate before."
    ) % {"day": day}
