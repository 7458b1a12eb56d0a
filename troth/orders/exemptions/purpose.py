"""What the policy calls it."""

from typing import Final

from troth import gate

PURPOSE: Final = "tax_exemption"
KIND: Final = "tax_exemption"  # with the books, once it was approved
FILED: Final = "tax_exemption_filed"  # before that, and of what is declined; nothing rests on it
BY_THEMSELVES: Final = "account_form"
BY_US: Final = "office"


def kinds() -> list[str]:
    """Those the policy in force knows. One from before certificates were kept apart has them all with the books."""
    return [kind for kind in (FILED, KIND) if kind in gate.policy().kinds]


def declared() -> bool:
    """Whether the policy in force knows exemptions at all; where it is silent the shop has none, and offers none."""
    return PURPOSE in gate.policy().purposes and KIND in gate.policy().kinds
