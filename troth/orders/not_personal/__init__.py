"""Why no field of this app holds personal data. Who bought what is written in the vault, under the order's party."""

from .money import MONEY
from .moved import MOVED
from .ordered import ORDERED

NOT_PERSONAL = {**ORDERED, **MONEY, **MOVED}

__all__ = ["NOT_PERSONAL"]
