"""People met at trade shows: one at a time, or from a file."""
