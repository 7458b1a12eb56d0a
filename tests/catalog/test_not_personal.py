from django.apps import apps

from troth.catalog.not_personal import NOT_PERSONAL


def test_every_column_of_the_catalogue_has_a_reason() -> None:
    columns = {
        f"{field.model._meta.label}.{field.name}"
        for model in apps.get_app_config("catalog").get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if getattr(field, "concrete", False) and (field.column is not None or field.many_to_many)
    }

    assert set(NOT_PERSONAL) == columns
    assert all(len(reason) > 3 for reason in NOT_PERSONAL.values())
