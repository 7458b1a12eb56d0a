"""What the policy calls it."""

from typing import Final

PURPOSE: Final = "product_comments"
KIND: Final = "comment"
ANSWER: Final = "comment_answer"
SOURCE: Final = "comment"
BY_US: Final = "office"
YES: Final = "yes"  # what the field `bought` says; it is left out otherwise
