"""Taxes, vouchers, offers, further currencies and prices in them, as the office edits them."""
