"""The API as a whole: its rooms, in the order of the description."""

from __future__ import annotations

from django.conf import settings
from ninja import NinjaAPI

from . import answers
from .basket.views import router as basket
from .catalogue.views import router as catalogue
from .office.stock import router as stock
from .office.views import router as office
from .orders.views import router as orders

ABOUT = (
    "The shop, for programs. Every error is a problem document (RFC 9457). Long lists come in parts: ask again with "
    "`cursor` set to what `next` said. Answers about the catalogue carry an `ETag`; send it as `If-None-Match`. "
    "What the privacy policy does not name is neither asked for nor taken in; what it grants is told, and nothing else."
)

api = NinjaAPI(
    title=settings.WAGTAIL_SITE_NAME,
    version="1",
    description=ABOUT,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
answers.teach(api)
for room in (catalogue, basket, orders, office, stock):
    api.add_router("", room)
