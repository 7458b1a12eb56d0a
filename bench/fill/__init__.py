"""Filling a shop: goods, people and orders of any number, the same ones every time, in both builds' tables at once."""
