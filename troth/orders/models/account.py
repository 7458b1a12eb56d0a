"""Buying on account: the shop's terms for it, and what each order owes. Nothing here says who owes it."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .tax import CURRENCY, InTheBook

LONGEST_TERM = 180  # days


class Whom(models.TextChoices):
    """Who is offered it. Always somebody with an account: a limit for each buyer needs a buyer one knows again."""

    APPROVED = "approved", _("customers one of us has approved")
    COUNTRIES = "countries", _("deliveries to the countries below, and approved customers")
    EVERYBODY = "everybody", _("everybody with an account")


class SentFirst(models.TextChoices):
    """Whose goods may leave before they are paid for."""

    NEVER = "never", _("nobody's: goods leave once they are paid for")
    APPROVED = "approved", _("those of approved customers")
    ALWAYS = "always", _("everybody's who buys on account")


class AccountTerms(InTheBook):
    """The one row that says how the shop sells on account. No row: it does not.

    `limit`: minor units of `currency` that one buyer may owe at a time. Only orders in `currency` are sold so: the bank
    account is kept in it. The particulars of the bank are the shop's own, and printed on invoices.
    """

    ONLY = 1

    active = models.BooleanField(_("sold on account"), default=False)
    whom = models.CharField(_("offered to"), max_length=9, choices=Whom, default=Whom.APPROVED)
    countries = models.CharField(
        _("countries"),
        max_length=400,
        blank=True,
        help_text=_("Countries by their two letters, with spaces: DE AT FR."),
    )
    days = models.PositiveSmallIntegerField(
        _("days until it is due"), default=30, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_TERM)]
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY])
    limit = models.BigIntegerField(_("most that one buyer may owe"), validators=[MinValueValidator(1)])
    sent_first = models.CharField(
        _("sent before it is paid"), max_length=8, choices=SentFirst, default=SentFirst.APPROVED
    )
    holder = models.CharField(_("holder of the bank account"), max_length=70)
    bank = models.CharField(_("bank"), max_length=70, blank=True)
    iban = models.CharField(_("IBAN"), max_length=42, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    routing = models.CharField(_("routing number"), max_length=9, blank=True)
    number = models.CharField(_("account number"), max_length=17, blank=True)

    class Meta:
        verbose_name = _("terms of buying on account")
        verbose_name_plural = _("buying on account")
        constraints = [
            models.CheckConstraint(condition=models.Q(limit__gt=0), name="account_terms_limit_of_something"),
        ]

    def __str__(self) -> str:
        return str(_("Buying on account"))


class Standing(models.TextChoices):
    """What became of what an order owes."""

    OPEN = "open", _("To be paid")
    PAID = "paid", _("Paid")
    CREDITED = "credited", _("Credited")
    CALLED_OFF = "called_off", _("Called off")
    LET_GO = "let_go", _("Let go")


class Reminded(models.TextChoices):
    """How often we reminded. Nobody is reminded more than twice."""

    NOT_YET = "", _("Not reminded")
    FIRST = "first", _("First reminder")
    LAST = "last", _("Last reminder")


class OnAccount(models.Model):
    """What one order owes by its invoice, minor units of `currency`: `amount` by the invoice, `credited` what was taken off
    that since, `received` what came of the rest and is kept. See `orders.account.taken_off`.

    `remind_on`: the day after which the next reminder leaves; None while none is to leave.
    """

    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="on_account")
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    credited = models.BigIntegerField(_("credited"), default=0)
    received = models.BigIntegerField(_("received"), default=0)
    due_on = models.DateField(_("to be paid by"))
    state = models.CharField(_("state"), max_length=10, choices=Standing, default=Standing.OPEN)
    reminded = models.CharField(_("reminded"), max_length=5, choices=Reminded, default=Reminded.NOT_YET, blank=True)
    remind_on = models.DateField(_("reminded after"), null=True, blank=True)
    opened_at = models.DateTimeField(_("ordered"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("order on account")
        verbose_name_plural = _("orders on account")
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["state", "due_on"], name="on_account_by_day")]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="on_account_of_something"),
            models.CheckConstraint(
                condition=models.Q(
                    received__gte=0, credited__gte=0, received__lte=models.F("amount") - models.F("credited")
                ),
                name="on_account_no_more_than_owed",
            ),
        ]

    def __str__(self) -> str:
        return f"On account {self.pk} ({self.state})"

    @property
    def left(self) -> int:
        """What is not paid and not credited, whether it is still asked for or not."""
        return self.amount - self.credited - self.received


LEFT = models.F("amount") - models.F("credited") - models.F("received")  # the same in the store
