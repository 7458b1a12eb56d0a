"""The paper that a border asks for, for shops that book no labels: a picture to print beside the address label.

The post wants a declaration CN 22 or CN 23 (Universal Postal Union, Convention Manual), other carriers a commercial invoice.
Whom it goes to is what the gate hands over; the rest is the shop's and the goods' own.
"""

from .sheet import drawn
from .which import Form, form_for

__all__ = ["Form", "drawn", "form_for"]
