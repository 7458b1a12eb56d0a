"""What the policy calls it."""

from typing import Final

PURPOSE: Final = "enrich_leads"
KIND: Final = "lead"
SOURCE: Final = "partner"
