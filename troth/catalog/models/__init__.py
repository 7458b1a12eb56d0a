"""What is sold. Nothing in these tables is about a person; `catalog.not_personal` says why, column by column."""

from .category import Catalogue, Category
from .goods import ProductImage, Variant
from .product import DESCRIPTION_FEATURES, FormerAddress, Product, RelatedProduct, Status

__all__ = [
    "DESCRIPTION_FEATURES",
    "Catalogue",
    "Category",
    "FormerAddress",
    "Product",
    "ProductImage",
    "RelatedProduct",
    "Status",
    "Variant",
]
