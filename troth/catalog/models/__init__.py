"""What is sold. Nothing in these tables is about a person; `catalog.not_personal` says why, column by column."""

from .category import Catalogue, Category
from .goods import ProductImage, Variant
from .imports import ImportRun, ImportStep, RunState
from .prices import VariantPrice
from .product import DESCRIPTION_FEATURES, FormerAddress, Product, RelatedProduct, Relation, Status
from .wish import StockWish, WishState

__all__ = [
    "DESCRIPTION_FEATURES",
    "Catalogue",
    "Category",
    "FormerAddress",
    "ImportRun",
    "ImportStep",
    "Product",
    "ProductImage",
    "RelatedProduct",
    "Relation",
    "RunState",
    "Status",
    "StockWish",
    "Variant",
    "VariantPrice",
    "WishState",
]
