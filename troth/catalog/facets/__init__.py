"""Narrowing a list by what its products are: options, specifications, maker, price, whether there is any.

`remembered` writes what a product can be found by into its row, `narrow` chooses and counts (pure), `rows` asks the
database for the thin rows it works on, `shown` are the values that pages show.
"""
