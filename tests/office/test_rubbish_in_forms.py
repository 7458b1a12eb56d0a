"""Hidden fields of editors with anything in them, and addresses that are only posted to: a page with words, and nothing changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.catalog import goods
from tests.catalog.test_office import address, opened
from tests.catalog.test_office import office as office
from tests.office.conftest import Comes
from tests.orders.buying import tube
from troth.catalog.models import Product
from troth.office import unfit

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
GONE = None
RUBBISH = [
    ("variants-0-id", "x"),
    ("variants-0-id", "\x00"),
    ("variants-1-id", "²"),
    ("variants-1-id", ""),
    ("variants-0-id", GONE),
    ("variants-INITIAL_FORMS", "-1"),
    ("variants-TOTAL_FORMS", "99999999"),
    ("variants-TOTAL_FORMS", "-1"),
    ("variants-TOTAL_FORMS", "²"),
    ("variants-TOTAL_FORMS", ""),
    ("chosen_related-TOTAL_FORMS", "x"),
]


@pytest.fixture
def flask(db: None) -> Product:
    return goods.product("Flask", *goods.sizes(("50 mL", 905, 3), ("1 L", 1500, 7)), option1_name="Volume")


def sent(office: Client, url: str, name: str, value: str | None) -> Any:
    form = opened(office, url) | {"title": "Changed"}
    told = {**form, name: value} if value is not GONE else {key: each for key, each in form.items() if key != name}
    return office.post(url, told)


@pytest.mark.parametrize(("name", "value"), RUBBISH)
def test_rubbish_in_a_hidden_field_is_answered_with_words_and_changes_nothing(
    office: Client, flask: Product, name: str, value: str | None
) -> None:
    url = address(Product, "edit", flask.pk)
    answer = sent(office, url, name, value)
    assert answer.status_code == 400
    assert "Nothing was changed. Go back" in answer.content.decode()
    flask.refresh_from_db()
    assert (flask.title, flask.variants.count()) == ("Flask", 2)


@pytest.mark.parametrize(("name", "value"), RUBBISH[:5])
def test_without_the_wrapper_the_same_is_a_fault_of_the_program(
    office: Client, flask: Product, name: str, value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(unfit, "FALLS_OVER", ())
    with pytest.raises(Exception):  # noqa: B017, PT011  (each field breaks in a way of its own)
        sent(office, address(Product, "edit", flask.pk), name, value)


def test_a_form_as_it_was_shown_is_saved(office: Client, flask: Product) -> None:
    assert sent(office, address(Product, "edit", flask.pk), "title", "Round flask").status_code == 302
    flask.refresh_from_db()
    assert flask.title == "Round flask"


def test_an_error_of_ours_where_no_rows_were_sent_stays_one(rf: Any) -> None:
    def breaks(_request: Any) -> Any:
        raise KeyError("ours")

    for told in ({}, {"variants-TOTAL_FORMS": "2"}):
        with pytest.raises(KeyError):
            unfit.answered(breaks, rf.post("/", told))


# -- addresses that are only posted to


def test_in_the_office_such_an_address_says_what_to_do(comes: Comes) -> None:
    answer = comes("site_keeper").get("/office/browsers/mended/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "press its button there" in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "to"), [("/basket/add/", "/basket/"), ("/notices/", "/products/"), ("/de/basket/add/", "/de/basket/")]
)
def test_in_the_shop_it_leads_to_the_page_of_the_form(client: Client, path: str, to: str) -> None:
    tube()
    answer = client.get(path)
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert f'href="{to}"' in answer.content.decode()
    assert client.head(path).status_code == 405
