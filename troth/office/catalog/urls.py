from django.urls import path

from . import combinations
from .bulk import views as bulk
from .places import places, stock
from .words import views as words

urlpatterns = [
    path("changes/", bulk.bulk, name="bulk"),
    path("changes/<uuid:ref>/", bulk.run, name="bulk_run"),
    path("changes/<uuid:ref>/undo/", bulk.undo, name="bulk_undo"),
    path("combinations/<int:pk>/", combinations.combinations, name="combinations"),
    path("words/", words.untranslated, name="words"),
    path("locations/", places.locations, name="locations"),
    path("locations/<uuid:ref>/", places.location, name="location"),
    path("locations/<uuid:ref>/main/", places.main, name="location_main"),
    path("locations/<uuid:ref>/close/", places.close, name="location_close"),
    path("stock/journal/", stock.journal, name="stock_journal"),
    path("stock/<uuid:ref>/", stock.variant, name="stock_of"),
    path("stock/<uuid:ref>/count/", stock.count, name="stock_count"),
    path("stock/<uuid:ref>/move/", stock.move, name="stock_move"),
]
