"""What the policy calls it."""

from typing import Final

from troth import gate

PURPOSE: Final = "tax_exemption"
KIND: Final = "tax_exemption"
BY_THEMSELVES: Final = "account_form"
BY_US: Final = "office"


def declared() -> bool:
    """Whether the policy in force knows exemptions at all; where it is silent the shop has none, and offers none."""
    return PURPOSE in gate.policy().purposes and KIND in gate.policy().kinds
