"""How dates are written: day before month, hours to twenty-four, in every language of the shop."""
