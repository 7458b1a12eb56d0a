"""`note`: somebody signed in looked at a product."""

from __future__ import annotations

from django.utils import timezone

from troth import gate

from ..consent import Consent
from .again import again
from .word import KIND, RECORD, SOURCE, state


def note(account: int, product: str, *, browser: Consent) -> bool:
    """Keep that they looked, if the policy and the person allow it at this moment; whether it was kept.

    `product`: its address in the catalogue. `browser`: what is allowed in this browser.
    The same product is not noted a second time within half an hour.
    """
    person = gate.person_of_account(account)
    if person is None or not state(person, RECORD, browser=browser).on or again(account, product):
        return False
    told = {KIND: {"product": product, "time": timezone.now().isoformat(timespec="seconds")}}
    try:
        gate.collect(person, told, purpose=RECORD, source=SOURCE, actor=gate.system(RECORD))
    except gate.Refused:
        return False
    return True
