"""Customers who need not pay sales tax: filed with the certificate's number, looked at by one of us, and kept to.

file        somebody, or one of us for them, files a certificate
holding     whether an order of theirs to a place carries no tax; the only thing the checkout asks
mine        what somebody has filed, for themselves; ending it
desk        the queue of those whose job it is: approve, decline with a reason, withdraw
books       what was approved is kept with the books; what was not goes sooner
two_of_us   what one of us files another approves
ending      telling in time that one ends; clearing up after what was left half-way
"""
