"""Many orders in one go: ticked in the list, then picked, packed or printed together."""
