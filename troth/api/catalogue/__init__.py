"""What is sold, for everybody: products, their variants, categories, search. Nothing of anybody in it."""
