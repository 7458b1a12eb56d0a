from django.urls import path

from . import local_rates

urlpatterns = [
    path("", local_rates.rates, name="local_rates"),
    path("<int:edition>/", local_rates.look, name="local_rates_look"),
    path("<int:edition>/decide/", local_rates.decide, name="local_rates_decide"),
]
