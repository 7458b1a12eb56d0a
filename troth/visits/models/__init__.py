"""Tables of visits; each room's in a file of its own. No row says who somebody is."""

from .banners import Banner as Banner
from .banners import BannerDay as BannerDay
from .banners import BannerWords as BannerWords
from .banners import ProductDay as ProductDay
from .consent import Wording as Wording
from .counting import Count as Count
from .enforcement import CookieFault as CookieFault
from .partners import Allowance as Allowance
from .partners import Cell as Cell
from .partners import Handout as Handout
from .partners import Series as Series
