"""The office: Wagtail's admin with our own screens in it (see `wagtail_hooks`), less what is `closed`."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from . import closed
from .threshold import at_the_office

urlpatterns = decorate_urlpatterns(
    [re_path(closed.PATTERN, closed.shut), path("", include(wagtailadmin_urls))], at_the_office
)
