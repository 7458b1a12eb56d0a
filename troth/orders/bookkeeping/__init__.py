"""What goes to a book-keeper, and what they lay down.

journal     papers and money of some days, line by line; nobody's name
names       whom the papers are made out to, opened for this one file
accounts    on which account a line is booked
datev       the lines as a batch of bookings for DATEV
month       what of a month is not settled, whether it is closed, and what came later
"""
