"""The words of the catalogue in the shop's further languages.

spoken() -> str                 the language of the page, "" for the first one; `reading` puts its words into queries
phrases.of(product)             what of a product is translated phrase by phrase
renew.renew(products)           what lists and search remember of translated products, written anew
missing.of_product(…)           what is not translated yet
"""

from .spoken import further, spoken

__all__ = ["further", "spoken"]
