"""Mail carriers that keep the real one's contract: they take a letter or say why not, and remember what they saw."""

from collections.abc import Callable
from dataclasses import dataclass, field

from troth.recipients.mail_service import Handed, Outcome


@dataclass
class Keeping:
    """Takes everything. `before` runs while the letter is on the line."""

    letters: list[tuple[str, bytes]] = field(default_factory=list)
    before: Callable[[], None] = lambda: None

    def hand(self, sender: str, address: str, letter: bytes) -> Handed:
        self.before()
        self.letters.append((address, letter))
        return Handed(Outcome.TAKEN)


@dataclass
class Saying:
    """Answers what it is told to, one answer a letter, the last for ever."""

    answers: list[Handed]
    asked: int = 0

    def hand(self, sender: str, address: str, letter: bytes) -> Handed:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Killed(BaseException):
    """Stands for kill -9: nothing between here and the top may catch it."""


@dataclass
class Dying:
    def hand(self, sender: str, address: str, letter: bytes) -> Handed:
        raise Killed
