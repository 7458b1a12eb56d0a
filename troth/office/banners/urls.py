from django.urls import path

from . import preview

urlpatterns = [path("<int:pk>/", preview.preview, name="banner_preview")]
