"""What I looked at, on My privacy; and what works with what one owns, where that is allowed."""
