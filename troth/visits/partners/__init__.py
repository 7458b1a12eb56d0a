"""Figures for partners: visitors of a page per day, sizes of orders per date, and no other; each with noise.

    give(question, exact, actor)   decided and entered by the gate, paid from the partner's allowance, drawn once
    left(partner, month)           what of the allowance is left
    given()                        what was handed out, for everybody to read

Of what is true nothing leaves this package but through `noise`. docs/adr/0014 says what the noise protects.
"""

from .allowance import A_MONTH, EACH, left, of_a_day
from .errors import AllowanceSpent, NoNoise, NotOver, PartnerTrouble
from .give import Given, give
from .handouts import given
from .question import Question

__all__ = [
    "A_MONTH",
    "EACH",
    "AllowanceSpent",
    "Given",
    "NoNoise",
    "NotOver",
    "PartnerTrouble",
    "Question",
    "give",
    "given",
    "left",
    "of_a_day",
]
