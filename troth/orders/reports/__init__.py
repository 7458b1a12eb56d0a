"""The shop's figures, from the shop's own store by sums; those about people from the gate, as figures that point at nobody.

few                                  what of them may be told: the one rule
sales_told.told(span, currency)      orders, goods, shipping, tax, refunds, for each day, week or month
goods_told.by_product / by_category / by_deal / uses / by_tax / reasons / came_back
stock.levels()                       what is on the shelves, how long it lasts, what hardly moves
customers.customers(actor)           by country, new and coming again
books.books(span, currency)          sums to the cent, for whoever keeps the books

`sales`, `products`, `deals`, `given_back` and `taxes` have the numbers as they are, for the above alone.
"""
