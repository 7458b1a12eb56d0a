"""The catalogue for others: as a table that this and other shop systems read, and as a feed for Google.

table.lines() -> Iterator[str]     Shopify's current layout, and columns of ours for what it has no place for
google.feed(file)                  every variant that is offered, for Google Merchant Center
"""
