from django.urls import path

from . import parcel_costs

urlpatterns = [path("", parcel_costs.costs, name="shipping_costs")]
