"""The shelves of the storefront's tests, for visitors in several languages."""

from tests.storefront.shop.conftest import shelves as shelves
