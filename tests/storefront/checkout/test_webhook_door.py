import pytest
from django.test import Client, override_settings

from tests.orders.buying import bought, webhook
from troth.orders import payments
from troth.orders.models import Order
from troth.recipients import till_counter
from troth.recipients.models import TillEvent, TillSession

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

DOOR = "/checkout/webhook/practice/"


@pytest.fixture
def order() -> Order:
    made = bought()
    payments.begin(made.number, "http://localhost/b/", "http://localhost/a/")
    return made


def knock(body: bytes, mark: str, path: str = DOOR) -> int:
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    return client.post(path, body, content_type="application/json", headers={till_counter.HEADER: mark}).status_code


def test_a_true_word_needs_no_cookie_and_no_token(order: Order) -> None:
    body, headers = webhook(TillSession.objects.get(), "payment.succeeded")
    mark = headers[till_counter.HEADER]
    assert [knock(body, mark), knock(body, mark)] == [200, 200]
    assert Order.objects.get().status == "paid"


@pytest.mark.parametrize(
    ("body", "mark"),
    [
        (b"{}", ""),
        (b"{}", "t=1,v1=" + "0" * 64),
        (b"", ""),
        (b"\x00\xff" * 100, "t=" + "9" * 400),
        ("é".encode(), "t=٣,v1=" + "0" * 64),
        (b'{"word":"payment.succeeded"}', "t=1,v1=" + "0" * 64 + ",v1=" * 1000),
    ],
)
def test_nonsense_is_refused_quietly(order: Order, body: bytes, mark: str) -> None:
    assert knock(body, mark.encode("utf-8").decode("latin-1")) == 400
    assert Order.objects.get().status == "placed"


def test_what_is_too_long_is_refused_unread(order: Order) -> None:
    assert knock(b"x" * 65_537, "") == 413


def test_an_unknown_provider_is_not_found(order: Order) -> None:
    assert knock(b"{}", "", "/checkout/webhook/stripe/") == 404


def test_it_takes_posts_only() -> None:
    assert Client(HTTP_HOST="localhost").get(DOOR).status_code == 405


def test_a_live_shop_has_no_practice_till(order: Order) -> None:
    from dataclasses import replace

    from django.conf import settings

    body, headers = webhook(TillSession.objects.get(), "payment.succeeded")
    with override_settings(TROTH=replace(settings.TROTH, mode="live")):
        assert knock(body, headers[till_counter.HEADER]) == 404
    assert Order.objects.get().status == "placed"


def test_a_word_nobody_took_is_sent_again_by_the_queue(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[bytes] = []

    def closed(body: bytes, headers: dict[str, str]) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(till_counter, "_post", closed)
        till_counter.pay(TillSession.objects.get().ref)
    assert Order.objects.get().status == "placed"
    event = TillEvent.objects.get()
    assert event.taken_at is None

    monkeypatch.setattr(
        till_counter,
        "_post",
        lambda body, headers: taken.append(body) or knock(body, headers[till_counter.HEADER]),
    )
    till_counter.deliver.call(event.pk)
    till_counter.deliver.call(event.pk)
    assert len(taken) == 1
    assert Order.objects.get().status == "paid"


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_the_till_knocks_with_a_real_request(live_server, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    from django.conf import settings

    from troth.catalog.models import Category, Product

    order = bought()
    payments.begin(order.number, "http://localhost/b/", "http://localhost/a/")
    port = int(live_server.url.rpartition(":")[2])
    with override_settings(TROTH=replace(settings.TROTH, port=port, base_url=f"http://localhost:{port}")):
        monkeypatch.undo()
        till_counter.pay(TillSession.objects.get().ref)
    assert Order.objects.get().status == "paid"
    for model in (Product, Category):
        model.objects.all().delete()
