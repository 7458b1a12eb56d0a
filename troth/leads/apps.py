from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "troth.leads"
    default_auto_field = "django.db.models.BigAutoField"
