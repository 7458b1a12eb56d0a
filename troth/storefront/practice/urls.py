"""Addresses of the practice room: the stand-ins' pages, below /practice/. Mounted in practice mode only."""

from .depot_urls import urlpatterns as _depot
from .doorkeeper_urls import urlpatterns as _doorkeeper
from .outbox_urls import urlpatterns as _outbox
from .till_urls import urlpatterns as _till

urlpatterns = [*_till, *_outbox, *_depot, *_doorkeeper]
