"""Messages that did not go, and what to do about them."""
