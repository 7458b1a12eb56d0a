"""Banners for our own products: where they stand, and how often they and product pages were seen.

shelf.standing(…)     the one banner for a place on a day: nothing about the visitor is asked
tally                 looks and presses, put aside in the process and added to the day about once a second
figures               what the office is shown of them
"""
