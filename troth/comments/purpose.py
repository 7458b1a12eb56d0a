"""What the policy calls it."""

from typing import Final

from troth import gate

PURPOSE: Final = "product_comments"
KIND: Final = "comment"
ANSWER: Final = "comment_answer"
SOURCE: Final = "comment"
BY_US: Final = "office"
YES: Final = "yes"  # what the field `bought` says; it is left out otherwise


def declared() -> bool:
    """Whether the policy in force knows comments at all; where it is silent the shop has none, and offers none."""
    return PURPOSE in gate.policy().purposes and KIND in gate.policy().kinds
