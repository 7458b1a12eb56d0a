"""Goods in several places. Nothing here is asked for until a shop has a second one.

`shares` decides from where an order is taken (pure), `taking` does it, `putting` gives it back, `levels` says what lies
where, `moving` are transfers and counts by hand with their journal, `opening` adds and closes a place, `swapping`
makes another the main one.
"""
