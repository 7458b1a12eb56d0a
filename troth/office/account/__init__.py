"""Buying on account at the book-keeper's desk: open invoices, money that came, the bank's file, and the shop's terms."""
