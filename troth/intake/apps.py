from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "troth.intake"
    default_auto_field = "django.db.models.BigAutoField"
