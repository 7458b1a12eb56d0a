"""The link of the mail that asks whether it was you, and the press of its button: from then on it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import gate, tasks
from troth.channels import links
from troth.policy.decide import NO

from ..models import SignUp
from . import ended, offer
from .ask import LINK, LINK_HOURS, known_at
from .whose import person_of

GO_ON_AFTER: Final = timedelta(minutes=5)  # who was recording it has done so, or died


@dataclass(frozen=True, slots=True)
class Wanted:
    """One kind of news. `no_since`: when its owner said a no that ends with the press; None where there is none."""

    purpose: str
    label: str
    no_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link asks about. `stopped_since`: processing is stopped, and nothing can be said yes to. `closed_since`: the account is
    closed for purchases, which stands in no mail's way."""

    row: SignUp
    kinds: tuple[Wanted, ...]
    stopped_since: datetime | None
    closed_since: datetime | None


def of(pk: int) -> Asked | None:
    """For the mail, at the moment it leaves. Raises SignUp.DoesNotExist for one that was answered or forgotten."""
    return _asked(SignUp.objects.get(pk=pk))


def mint(asked: Asked) -> str:
    return links.mint(LINK, asked.row.ref, hours=LINK_HOURS)


def behind(token: str) -> Asked | None:
    """Uses nothing up: programs that scan mail follow links, too. None for a link that leads nowhere (any more)."""
    ref = links.look(LINK, token)
    row = SignUp.objects.filter(ref=ref, pressed_at=None).first() if ref else None
    return _asked(row) if row else None


def confirm(asked: Asked) -> bool:
    """The mailbox has answered, and the link is used up. False where another press came first.

    Raises `gate.Refused`: then the link still works. What the process that was pressed on did not get to, a task does.
    """
    now, open_rows = timezone.now(), SignUp.objects.filter(pk=asked.row.pk, pressed_at=None)
    with transaction.atomic():
        # The conditional update decides between two presses at once.
        if open_rows.update(pressed_at=now) != 1:
            return False
        go_on.using(run_after=now + GO_ON_AFTER).enqueue(asked.row.pk)
    try:
        _record(asked.row.pk)
    except gate.Refused:
        SignUp.objects.filter(pk=asked.row.pk).update(pressed_at=None)
        raise
    return True


@tasks.task(tries=10)
def go_on(sign_up: int) -> None:
    """What a process that died left of a press. One the gate refused was not pressed, as far as its row says."""
    _record(sign_up)


@sensitive_variables("address")
def _record(sign_up: int) -> None:
    """May be done twice: whatever was said after the press stands, our own record of it included."""
    row = SignUp.objects.filter(pk=sign_up, pressed_at__isnull=False).first()
    person = person_of(row) if row else None
    if row is None or row.pressed_at is None:
        return
    if person is None:
        raise gate.Refused("O.c", "nobody", "There is nobody here by that id, or they have been erased.")
    address = _address(person)
    whose = known_at(address) or person  # an account, or somebody who signed up at once with them, may be there by now
    with gate.together(whose, addresses=[address]):
        _say_yes(whose, row.kinds.split(), row.pressed_at)
        _subscribe(whose, row.kinds.split(), address)
    row.delete()
    if whose != person:
        ended.let_go(person)  # whom the sign-up had made


def _say_yes(person: gate.PersonId, kinds: list[str], at: datetime) -> None:
    standing = gate.standing(person)
    if standing is None or standing.restricted_since is not None:
        raise gate.Refused.by(gate.policy().refusals["restricted"])
    channel, offered = offer.CHANNEL, offer.names()
    said = {kind: standing.choices.get((kind, channel)) for kind in kinds if kind in offered}
    about = [(kind, channel) for kind, line in said.items() if line is None or line.at < at]
    if about:
        gate.choose_all(person, about, gate.State.GRANTED, actor=gate.the_person(person), source="newsletter_form")


def _subscribe(person: gate.PersonId, kinds: list[str], address: str) -> None:
    """Whoever has an account is known by it. A subscription that was ended between press and record is none."""
    standing = gate.standing(person)
    if gate.account_of_person(person) is not None or gate.holds(person, offer.KIND) or standing is None:
        return
    wanted = [kind for kind in kinds if _says_yes(standing, kind)]
    for purpose in wanted[:1]:
        data = {"subscription": {"email": address}}
        gate.collect(person, data, purpose=purpose, source="newsletter_form", actor=gate.the_person(person))


def _says_yes(standing: gate.Standing, kind: str) -> bool:
    line = standing.choices.get((kind, offer.CHANNEL))
    return line is not None and line.state is gate.State.GRANTED


def _address(person: gate.PersonId) -> str:
    """The mailbox that has answered, to keep it as the subscription's."""
    opened = gate.use(person, ["email.email"], purpose="account", actor=gate.system("account"))
    record = opened.first("email")
    value = record["email"] if record else None
    return value.reveal() if isinstance(value, gate.Personal) else ""


def _asked(row: SignUp) -> Asked | None:
    person = person_of(row)
    standing = gate.standing(person) if person else None
    offered = offer.now()
    if standing is None or offered is None:
        return None
    wanted = [each for each in offered.kinds if each.purpose in row.kinds.split()]
    kinds = tuple(Wanted(each.purpose, each.label, _no_since(standing, each.purpose)) for each in wanted)
    return Asked(row, kinds, standing.restricted_since, standing.closed_since) if kinds else None


def _no_since(standing: gate.Standing, kind: str) -> datetime | None:
    line = standing.choices.get((kind, offer.CHANNEL))
    return line.at if line is not None and line.state in NO else None
