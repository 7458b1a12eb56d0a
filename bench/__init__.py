"""What the shop costs, measured beside what it is compared with, in the same run. `python -m bench`, or `make bench`."""
