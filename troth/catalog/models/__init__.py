"""What is sold. Nothing in these tables is about a person; `catalog.not_personal` says why, column by column."""

from .category import Catalogue, Category
from .goods import ProductImage, Variant
from .imports import ImportRun, ImportStep, RunState
from .places import Location, LocationStock, MovedFor, StockMove
from .prices import VariantPrice
from .product import DESCRIPTION_FEATURES, FormerAddress, Product, RelatedProduct, Relation, Status
from .wish import StockWish, WishState
from .words import CategoryWords, ProductWords

__all__ = [
    "DESCRIPTION_FEATURES",
    "Catalogue",
    "Category",
    "CategoryWords",
    "FormerAddress",
    "ImportRun",
    "ImportStep",
    "Location",
    "LocationStock",
    "MovedFor",
    "Product",
    "ProductImage",
    "ProductWords",
    "RelatedProduct",
    "Relation",
    "RunState",
    "Status",
    "StockMove",
    "StockWish",
    "Variant",
    "VariantPrice",
    "WishState",
]
