"""Which requests are visits, what is written of their address, and what a page pays for it."""

from __future__ import annotations

import ast
import inspect
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as shop
from django.test import Client

from tests.cast import ADA
from tests.catalog.goods import category
from tests.orders.buying import tube
from tests.storefront.checkout.pages import Shopper
from tests.storefront.checkout.test_pace import statements
from tests.visits.log.conftest import FIREFOX
from troth import cli
from troth.catalog.models import Variant
from troth.orders.models import Order
from troth.visits.log import Came, buffer
from troth.visits.log.came import noted

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
FROM = {"REMOTE_ADDR": "203.0.113.77"}


@pytest.fixture
def on_the_shelf() -> Variant:
    variant = tube()
    variant.product.categories = [category()]
    variant.product.save()
    return variant


def visits() -> list[Came]:
    return list(buffer._waiting)


def logged(path: str, **asked: Any) -> list[tuple[str, int]]:
    """What is put aside of one request."""
    before = len(visits())
    Client(**FROM).get(path, **asked)
    return [(came.page, came.status) for came in visits()[before:]]


def test_a_product_page_is_logged_whether_it_is_made_anew_or_kept(on_the_shelf: Variant) -> None:
    path = f"/products/{on_the_shelf.product.slug}/"
    with statements() as anew:
        assert logged(path) == [(path, 200)]
    with statements() as kept:
        assert logged(path) == [(path, 200)]
    assert len(anew) <= 3
    assert len(kept) <= 1  # whether the catalogue is still the same; the log asks nothing
    assert not any("vault_" in sql or "ledger_" in sql for sql in anew + kept)
    assert visits()[-1].peer == "203.0.113.77"


def test_what_was_asked_for_behind_the_question_mark_is_not_logged() -> None:
    assert logged("/search/?q=ada+marlowe") == [("/search/", 200)]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/notices/abcdefghijklmnopqrstuvwxyz0123456789/", "/notices/<str:token>/"),
        ("/ada.marlowe@example.com", "/…"),
        ("/my-own-words/", "/…"),
    ],
)
def test_an_address_that_may_hold_a_key_or_anything_typed_is_logged_as_a_pattern(path: str, shown: str) -> None:
    found = logged(path)
    assert found
    assert all(path.strip("/") not in each for each, _status in found)
    assert shown.partition("<")[0] in found[0][0]


def test_an_order_is_logged_without_its_number(on_the_shelf: Variant) -> None:
    shopper = Shopper()
    shopper.takes(on_the_shelf).orders(ADA)
    number = Order.objects.get().number
    shopper.look(f"/orders/{number}/")
    assert not any(number.lower() in repr(came).lower() for came in visits() if came.page)
    assert any(came.status == 303 for came in visits())


@pytest.mark.parametrize(
    "path", ["/robots.txt", "/office/", "/api/v1/products/", "/static/storefront/css/shop.css", "/.well-known/gpc.json"]
)
def test_files_programs_and_the_office_are_no_visits(path: str) -> None:
    assert logged(path) == []


def test_the_pictures_that_count_are_no_visits_nor_are_they_when_they_send_for_their_cookie() -> None:
    measured = Client(**FROM, headers={"User-Agent": FIREFOX, "Sec-Fetch-Site": "same-origin"})
    measured.post("/privacy/choices/", {"answer": "all"})
    before = len(visits())
    assert measured.get("/seen/page.gif", {"at": "/"}).status_code == 302
    assert measured.get("/seen/page.gif", {"at": "/"}).status_code == 200
    assert [came.page for came in visits()[before:]] == []


def test_what_a_browser_fetches_in_advance_or_in_part_is_no_visit() -> None:
    assert logged("/", headers={"Sec-Purpose": "prefetch"}) == []
    assert logged("/", headers={"HX-Request": "true"}) == []


def test_a_no_to_measurement_goes_with_the_visit() -> None:
    Client(**FROM).get("/", headers={"Sec-GPC": "1"})
    fields = noted(visits()[-1])
    assert {str(word) for word in fields.said.values()} == {"declined"}


def test_no_cookie_is_set_or_looked_at_by_the_log() -> None:
    from troth.storefront import visitlog

    assert "COOKIES" not in inspect.getsource(visitlog)
    assert Client(**FROM).get("/").cookies.keys() == set()


def test_times_are_to_the_second() -> None:
    Client(**FROM).get("/")
    assert noted(visits()[-1]).at.microsecond == 0
    assert noted(visits()[-1]).at.tzinfo is UTC or noted(visits()[-1]).at.utcoffset() == datetime.now(UTC).utcoffset()


# -- other records of running hold no address


def test_the_web_server_writes_no_access_log() -> None:
    files = Path(cli.__file__).parent.rglob("*.py")
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text()))]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    (granian,) = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Granian")
    told = {word.arg: word.value for word in granian.keywords}
    assert isinstance(told["log_access"], ast.Constant)
    assert told["log_access"].value is False


def test_no_log_format_has_a_place_for_an_address() -> None:
    told = shop.LOGGING["formatters"].values()
    formats = [each.get("fmt") or each.get("format") for each in told]
    assert formats == ["%(asctime)s %(levelname)s %(name)s %(message)s"]


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/checkout/", "/account/login/", "/%00", "/api/v1/nowhere"])
def test_whatever_is_asked_no_line_of_a_log_names_the_asker(path: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    browser = Client(raise_request_exception=False, **FROM)
    browser.get(path)
    browser.post(path, {"login": "nobody@example.com", "password": "x"}, HTTP_HOST="elsewhere.example")
    assert "203.0.113" not in caplog.text
    assert not any("203.0.113" in str(vars(record).get("args")) for record in caplog.records)
