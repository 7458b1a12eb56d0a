"""People, for whoever helps them or answers their requests."""
