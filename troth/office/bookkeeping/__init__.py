"""For whoever keeps the books: what of a month is open, its file, the accounts, and the mark that it is closed."""
