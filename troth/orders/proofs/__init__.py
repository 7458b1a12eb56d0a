"""The proof of a delivery: when, where and to whom a parcel was handed over, as its carrier tells it.

ask.ask(parcel, now)                      once it is there: their word and their pictures, sealed with the order's party
opened.for_buyer / opened.for_staff       one proof, opened by purpose; each look is an entry

Which parcels have one says `ParcelShown.proved`, which opens nothing.

The pictures are drawn anew before they are sealed (`picture`), and stand in the record as text.
"""
