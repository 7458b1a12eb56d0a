"""The shop's figures: a page each, as a drawing, a table, and a file to take along."""
