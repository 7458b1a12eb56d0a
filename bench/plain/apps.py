from django.apps import AppConfig
from django.conf import settings


class PlainConfig(AppConfig):
    name = "bench.plain"
    label = "plain"

    def ready(self) -> None:
        if settings.PLAIN:
            from .replace import replace

            replace()
