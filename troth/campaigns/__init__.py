"""What campaigns did, as the partners that carry them tell day by day, beside the orders that came with their vouchers.

    hearing.hear(partner, body, headers)      a partner's word comes in
    figures.days / figures.by_campaign        what is told in the office

Sums of a day, of nobody: no row, no name and no order says who saw what.
"""
