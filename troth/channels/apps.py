from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ChannelsConfig(AppConfig):
    name = "troth.channels"
    label = "channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Each room's `mails.py` tells the facts of its messages, as `admin.py` does for Django's admin.
        autodiscover_modules("mails")
