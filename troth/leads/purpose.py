"""What the policy calls it."""

from typing import Final

PURPOSE: Final = "enrich_leads"
MEETING: Final = "meet_at_shows"
KIND: Final = "lead"
SOURCE: Final = "partner"
