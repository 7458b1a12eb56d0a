"""What can go wrong, in words for whoever is filing or deciding.

ExemptionTrouble
├── NoTaxThere     the shop charges no tax in that place, so there is nothing to be exempt from
├── OnlyGovernment a whole country lets off nobody but its government
├── Over           its last day has passed
├── FiledAlready   the same place waits to be looked at
├── NoAccount      the order is a guest's: an exemption belongs to an account
├── OneOfTwo       whoever filed it may not approve it
├── NotThere       no such exemption of theirs
└── Changed        it is not what was looked at any more
"""

from __future__ import annotations

from django.utils.translation import gettext

from troth import gate

Refused = gate.Refused


class ExemptionTrouble(Exception):
    """`field`: where on the form it belongs; "" for all of it."""

    field = ""


class NoTaxThere(ExemptionTrouble):
    field = "place"

    def __init__(self) -> None:
        super().__init__(gettext("We charge no sales tax there, so nothing needs to be filed."))


class OnlyGovernment(ExemptionTrouble):
    field = "place"

    def __init__(self) -> None:
        super().__init__(gettext("In all of a country only its government is exempt. Please choose the state."))


class Over(ExemptionTrouble):
    field = "valid_until"

    def __init__(self) -> None:
        super().__init__(gettext("That day has passed. Please file the certificate that is valid now."))


class FiledAlready(ExemptionTrouble):
    field = "place"

    def __init__(self) -> None:
        super().__init__(gettext("One for this place waits for us already. Take it back to file another."))


class NoAccount(ExemptionTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("This order was placed without an account. Ask them to open one; the exemption is filed there.")
        )


class NotThere(ExemptionTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("There is no such exemption any more."))


class OneOfTwo(ExemptionTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("You filed this one, so somebody else approves it: two of us look at what one of us files.")
        )


class Changed(ExemptionTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("It was decided or taken back meanwhile. Nothing was done; please look again."))
