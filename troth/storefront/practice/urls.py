"""Addresses of the practice room: the stand-ins' pages. Mounted in practice mode only."""

from .outbox_urls import urlpatterns as _outbox
from .till_urls import urlpatterns as _till

urlpatterns = [*_till, *_outbox]
