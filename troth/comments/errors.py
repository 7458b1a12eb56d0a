"""What can go wrong, in words for whoever is writing or deciding.

CommentTrouble
├── HoldsContact   ways to reach somebody stand in what everybody could read
├── Illegible      signs that nobody sees
├── Wordless       nothing to read
├── TooLong
├── WrittenAlready this person's stars for this product are there
├── NotThere       no such comment of theirs, or none that waits
└── Changed        it is not what was looked at any more
"""

from __future__ import annotations

from django.utils.translation import gettext

from troth import gate

Refused = gate.Refused


class CommentTrouble(Exception):
    """`field`: where on the form it belongs; "" for all of it."""

    field = "text"


class HoldsContact(CommentTrouble):
    def __init__(self, field: str = "text") -> None:
        super().__init__(
            gettext("Please leave out e-mail addresses, telephone numbers and links: everybody can read this.")
        )
        self.field = field


class Illegible(CommentTrouble):
    def __init__(self, field: str = "text") -> None:
        super().__init__(gettext("There is an invisible sign in this, perhaps from copying. Please type it by hand."))
        self.field = field


class Wordless(CommentTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("Please write a few words."))


class TooLong(CommentTrouble):
    def __init__(self, most: int, field: str = "text") -> None:
        super().__init__(gettext("Please write %(most)d characters at most.") % {"most": most})
        self.field = field


class WrittenAlready(CommentTrouble):
    field = ""

    def __init__(self) -> None:
        super().__init__(
            gettext("You gave stars for this product before. You find it under Your account, where you can correct it.")
        )


class NotThere(CommentTrouble):
    field = ""

    def __init__(self) -> None:
        super().__init__(gettext("There is no such comment any more."))


class Changed(CommentTrouble):
    field = ""

    def __init__(self) -> None:
        super().__init__(gettext("It was changed or taken back meanwhile. Nothing was done; please look again."))
