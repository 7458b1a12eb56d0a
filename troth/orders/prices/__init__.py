"""What an order costs: discounts, taxes and their rounding. The core is pure; docs/adr/0009 has the rules of rounding.

split       an amount over weights, so that the shares add up
rates       which tax a thing carries in a place
treatment   taxed, reverse charge, export: which of them an order is
vat_id      a VAT identification number, by format and checksum
deals       what a voucher or an offer takes off
reckoning   all of it together
book        the shop's rates and offers as they are now; the first file here that asks a store
"""
