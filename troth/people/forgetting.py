"""Forgetting an account: what is left of it in the shop store once its person has been erased is nothing."""

from django.db import transaction

from troth.sqlite.shredding import cut_log

from .models import Session, User


def forget_account(user_pk: int) -> None:
    """Delete the account with its aliases, passkeys, second factors and sessions; its sign-ins end at once."""
    with transaction.atomic():
        Session.objects.filter(user=user_pk).delete()
        User.objects.filter(pk=user_pk).delete()
    cut_log("default")
