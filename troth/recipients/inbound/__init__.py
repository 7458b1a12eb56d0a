"""Words that others send in: one room for all partners, so that each is believed, bounded and counted in the same way.

A partner is named in the settings for one door, shares a secret with the shop, and posts JSON signed with it. What the
door's words don't name is thrown away unread and counted.

    partners.label_of(door, partner)          what people read, or LookupError where there is no such partner
    reading.read(door, partner, body, …)      a frozen `Read`; raises NotTheirWord, LookupError
    tally.note(door, partner, …)              once for each word; raises HeardBefore
    tally.tallies(door)                       what was heard and thrown away
    practice.message(door, told)              the practice partner's word, signed as a real one is
"""

from .partners import Door, label_of
from .reading import HEADER, LARGEST, Read, read

__all__ = ["HEADER", "LARGEST", "Door", "Read", "label_of", "read"]
