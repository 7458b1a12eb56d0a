"""What the practice customers wrote under some products, so that a newcomer sees comments, answers and what waits to be read.

By the ways real ones take: written by a customer, read by an employee, each with its entries. Practice only.
"""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

from troth import gate
from troth.catalog.models import Product, Status
from troth.people.models import User

from . import desk, write
from .models import Comment, Shown
from .purpose import declared
from .words import Written

READS: Final = "mia@example.com"


class _Sample(NamedTuple):
    """`answer`: ours, "" for none. `read`: False for what waits in the office."""

    writer: str
    product: str
    stars: int | None
    text: str
    name: str = ""
    answer: str = ""
    read: bool = True


SAMPLES: Final = (
    _Sample(
        "ada",
        "magnetic-stirrer",
        5,
        "Quiet enough to leave running beside the microscope, and the bar does not jump when I turn it up.",
        "Ada, cell biology",
    ),
    _Sample(
        "ben",
        "magnetic-stirrer",
        4,
        "Does what it should. The knob could be a little bigger for hands in two pairs of gloves.",
        "B. L.",
        "Thank you. There is a wider knob in our drawings for the next batch.",
    ),
    _Sample(
        "chiara",
        "magnetic-stirrer",
        None,
        "Does the plate stay cool when it runs over the weekend?",
        answer="Yes: after three days it was four degrees above the room. The stirring hotplate is the one that heats.",
    ),
    _Sample("ada", "beaker-set", 5, "The spouts pour without a drop on the bench. We have three sets by now.", "Ada"),
    _Sample(
        "ben",
        "beaker-set",
        3,
        "Good glass, but the scale of the smallest one wore off in the dishwasher after some months.",
        answer="We are sorry. The scales are fired longer since spring; write to us from your order, and we replace it.",
    ),
    _Sample("chiara", "filter-tips", 4, "The racks close well, and the lids stay open when they should.", "Chiara R."),
    _Sample("ada", "spinner-flask", None, "Can the impeller go through the autoclave with the flask?"),
    _Sample(
        "ben", "media-bottle", 5, "Die Deckel dichten auch nach vielen Durchläufen im Autoklaven.", "Ben", read=False
    ),
    _Sample("chiara", "culture-flask", 2, "Two of ten had a scratch inside the neck.", read=False),
)


def make() -> int:
    """How many; none where anybody ever wrote, the policy knows no comments, or the cast is not here."""
    if not declared() or Comment.objects.exists() or Shown.objects.exists():
        return 0
    sold = set(Product.objects.filter(status=Status.PUBLISHED).values_list("slug", flat=True))
    reader = _reader()
    made = 0
    for sample in SAMPLES:
        person = gate.person_behind(gate.alias_at(f"{sample.writer}@example.com") or "")
        if reader is not None and person is not None and sample.product in sold:
            _one(sample, person, reader)
            made += 1
    return made


def _one(sample: _Sample, person: gate.PersonId, reader: gate.Actor) -> None:
    told = Written(sample.text, sample.name, sample.stars, key=f"practice {sample.writer} {sample.product}")
    ref = write.write(person, sample.product, told).ref
    if not sample.read:
        return
    desk.approve(ref, _turn(ref), reader)
    if sample.answer:
        desk.answer(ref, _turn(ref), sample.answer, reader)


def _turn(ref: UUID) -> int:
    return Comment.objects.values_list("turn", flat=True).get(ref=ref)


def _reader() -> gate.Actor | None:
    alias = gate.alias_at(READS)
    user = User.objects.filter(email=alias).first() if alias else None
    return gate.employee(user.pk) if user is not None else None
