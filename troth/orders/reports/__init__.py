"""The shop's figures, from the shop's own store by sums; those about people from the gate, as figures that point at nobody.

sales.sales(span, currency)          orders, goods, shipping, tax, refunds, for each day, week or month
products.by_product / by_category    what was sold
stock.levels()                       what is on the shelves, how long it lasts, what hardly moves
deals.deals / uses                   vouchers and offers
given_back.reasons / goods           refunds and returned goods
taxes.taxes(span, currency)          by name and rate
customers.customers(actor)           by country, new and coming again
"""
