"""The orders desk: the list, an order, its label and its packing slip."""
