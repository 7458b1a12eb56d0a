"""Tax rates below a state: counties, cities, districts, by postal codes.

codes      a postal code as a number, so that "from 02101 to 02299" is a question an index answers; pure
reading    a file of rates, as states and tax services publish them; pure
editions   a file's rates taken in, looked at, brought into force, undone
nearest    the rate of a delivery's postal code: one statement, and none where the shop has no such rates

A rate counts only where the shop has a tax of its own for the state: that row says that the shop is registered there,
whether prices contain the tax, and whether it falls on shipping. Goods of a class with a row of its own keep that row.
"""
