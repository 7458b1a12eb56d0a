"""Customers and orders from the files of other shop systems.

bytes ─ catalog.importing.reading ─► table ─ layouts ─► contacts, past orders (frozen) ─ taking ─► gate.collect, orders

A second import of a file changes nothing. What has outlived its retention stays outside and is counted. Nothing but
row numbers, names of columns and counts is ever reported.
"""
