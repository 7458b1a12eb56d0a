"""Orders: placed by the checkout's own verb, looked at with the secret the answer gave."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from ninja import Header, Path, Router, Status

from troth.orders import access, bounds, history, numbers, payments
from troth.orders.errors import NotPayable, OrderTrouble, TillClosed, VoucherHad
from troth.orders.place import Placed, PlaceOrder, place, placed_before
from troth.orders.shown import OrderShown

from ..basket.views import Token
from ..catalogue.shaping import amount, whole
from ..problem import Kind, Problem, Trouble
from . import once, shapes, shaping
from .parsing import parsed

KEPT = timedelta(days=30)  # how long a program may ask about its order
KEY_PATTERN = "^[!-~]+$"
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=16,
        max_length=128,
        pattern=KEY_PATTERN,
        description="A random word of yours for this order. Sent again with the same body it is the same order; with "
        "another body it is refused. It counts for its basket, and for two days.",
    ),
]
Number = Annotated[str, Path(pattern=f"^{numbers.PATTERN}$", description="As the answer to placing it said.")]
Secret = Annotated[str, Header(alias="Order-Secret", min_length=43, max_length=43, description="The order's `secret`.")]

router = Router(tags=["Orders"])


@router.post(
    "/orders",
    response={201: shapes.Placed, 403: Problem, 409: Problem},
    summary="Place an order",
)
def order(request: HttpRequest, told: shapes.NewOrder, token: Token, key: Key) -> Status:
    """For somebody without an account, exactly as the shop's checkout without one: the same fields, the same bounds.

    What the privacy policy does not name is refused. The buyer pays on the provider's page, and gets our mails.
    """
    asked = parsed(told, basket=token, key=key)
    stood = placed_before(asked) is not None  # looked for before the key is taken: after that it may be our own twin's
    with once.under(token, key, request.body) as before:
        before.stood(stood)
        placed = _placed(request, asked)
        before.order = placed.number
    secret = once.secret(token, key)
    access.let_in(placed.order, _word(secret), kept=KEPT)
    return Status(HTTPStatus.CREATED, _answer(_seen(placed.number, secret), secret, placed))


@router.get("/orders/{number}", response={200: shapes.OrderState, 404: Problem}, summary="How an order is doing")
def state(request: HttpRequest, number: Number, secret: Secret) -> shapes.OrderState:
    """Amounts, state and parcels; nothing about its buyer. With another secret there is nothing here."""
    return shaping.state(_seen(number, secret))


@router.post("/orders/{number}/payment", response={200: shapes.Pay, 404: Problem}, summary="The way to pay, once more")
def pay(request: HttpRequest, number: Number, secret: Secret) -> shapes.Pay:
    """The same page while it is open, a new one after that. Null when there is nothing to pay."""
    return shapes.Pay(url=_till(_seen(number, secret)))


@sensitive_variables("asked")
def _placed(request: HttpRequest, asked: PlaceOrder) -> Placed:
    """Within the bounds of the checkout. What was placed before costs nothing, and is found however many there were."""
    counted = bounds.take(request, asked.contact["email"])
    if counted is None:
        before = placed_before(asked)
        if before is None:
            raise _too_often()
        return before
    try:
        placed = place(asked)
    except OrderTrouble as trouble:
        if not isinstance(trouble, VoucherHad):  # as at the checkout: a way to learn who bought here is not for nothing
            counted.rollback()
        raise
    if placed.again:
        counted.rollback()
    else:
        bounds.keep(request, placed.order)
    return placed


def _answer(told: OrderShown, secret: str, placed: Placed) -> shapes.Placed:
    return shapes.Placed(
        number=told.number, secret=secret, total=amount(told.total), pay=shapes.Pay(url=_till(told, placed))
    )


def _till(told: OrderShown, placed: Placed | None = None) -> str | None:
    """The provider's page. From there buyers come back to a page that needs no cookie, for they have none of ours."""
    back = f"{settings.TROTH.base_url}{reverse('checkout:back')}"
    try:
        first = placed.payment if placed else None
        return whole(payments.begin(told.number, back=back, away=f"{back}?said=left", first=first))
    except (NotPayable, TillClosed):
        return None


def _seen(number: str, secret: str) -> OrderShown:
    found = history.seen_by_browser(number, _word(secret))
    if found is None:
        raise Http404
    return found


def _word(secret: str) -> str:
    """Apart from the cookies of browsers: what opens an order here opens no page."""
    return f"program {secret}"


def _too_often() -> Trouble:
    says = _("There were many orders from your network or for this address just now, or several are not paid yet.")
    return Trouble(Kind.TOO_OFTEN, says)
