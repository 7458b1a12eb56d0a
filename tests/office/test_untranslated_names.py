"""Names of prices on the list of what is not translated yet: of each, for whoever may write it. And nouns keep their capitals."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import troth
from tests.catalog import goods
from tests.catalog.test_office import address
from tests.office.conftest import Comes
from troth.office.people import sentences
from troth.orders.models import Offer, ShippingMethod, TaxRule
from troth.rights import on_request, records_for_staff

pytestmark = pytest.mark.django_db
LIST = "/office/catalogue/words/"


@pytest.fixture(autouse=True)
def names() -> dict[str, str]:
    """What is not translated, with the screen where it can be."""
    for model in (Offer, ShippingMethod, TaxRule):
        model.objects.all().delete()
    made = (
        Offer.objects.create(name="Spring weeks", value=5000),
        ShippingMethod.objects.create(code="post", name="By post"),
        TaxRule.objects.create(country="US", rate=5000, name="Sales tax"),
    )
    goods.product("Tube", goods.variant(100))
    return {str(each): address(type(each), "edit", each.pk) for each in made}


@pytest.mark.parametrize(
    ("job", "sees"),
    [
        ("marketing", {"Spring weeks", "Tube"}),
        ("bookkeeping", {"Sales tax (US)"}),
        ("site_keeper", {"Sales tax (US)", "By post"}),
    ],
)
def test_everybody_sees_what_they_may_write(comes: Comes, names: dict[str, str], job: str, sees: set[str]) -> None:
    page = BeautifulSoup(comes(job).get(LIST).content, "html.parser")

    found = {link.get_text(): link["href"] for link in page.select("main tbody th a")}
    assert found.keys() == sees
    assert all(names[title] == found[title] for title in sees & names.keys())


def test_whoever_writes_none_of_it_does_not_see_the_list(comes: Comes) -> None:
    assert comes("customer_service").get(LIST).status_code in (302, 403)


def test_every_record_that_is_corrected_or_added_has_a_sentence_of_its_own() -> None:
    """A label put into a sentence would have its capital, or lose it, in the wrong language."""
    assert sentences.CORRECT.keys() == records_for_staff.CORRECTABLE
    assert sentences.ADD.keys() == set(on_request.ADDABLE)


def test_no_template_takes_the_capitals_from_words() -> None:
    pages = [*Path(troth.__file__).parent.rglob("templates/**/*.html")]
    assert len(pages) > 200
    assert [str(page) for page in pages if "|lower" in page.read_text()] == []
