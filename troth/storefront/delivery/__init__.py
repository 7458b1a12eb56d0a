"""One question after a delivery, answered by a link in a mail."""
