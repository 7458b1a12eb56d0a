"""Invisible signs are refused where people type: they break labels and turn around what others read."""

import pytest
from django.core.exceptions import ValidationError

from tests.cast import ADA
from troth.people import legible
from troth.people.postal_form import PostalForm
from troth.storefront.account.forms import DetailsForm, EmailForm
from troth.storefront.checkout.fields import ContactForm, RestForm
from troth.storefront.privacy.forms import RecordForm

INVISIBLE = ["Ada\nMarlowe", "Ada\r\nMarlowe", "Ada\x1bMarlowe", "Ada\x85M", "Ada\u202eewolraM", "Ada\u2066M\u2069"]
WANTED = ["Ada O'Neill", "José Ñandú", "עדה מרלו", "علي‌رضا", "山田 花子", "Zoë‍ Q."]  # joiners belong to some scripts


@pytest.mark.parametrize("name", INVISIBLE)
def test_no_line_holds_what_nobody_sees(name: str) -> None:
    with pytest.raises(ValidationError):
        legible.line(name)


@pytest.mark.parametrize("name", WANTED)
def test_every_script_is_welcome(name: str) -> None:
    legible.line(name)
    legible.lines(name)


def test_a_street_has_lines_and_nothing_else_invisible() -> None:
    legible.lines("1 High Street\r\nBack door\nBell 3")
    for street in ("1 High\x00Street", "1 High\rStreet", "1 \u202eteertS"):
        with pytest.raises(ValidationError):
            legible.lines(street)


@pytest.mark.django_db
@pytest.mark.parametrize("name", INVISIBLE)
def test_every_form_says_so_beside_the_field(name: str) -> None:
    told = {**ADA.address, "name": name, "email": ADA.email, "recipient": name, "tax_id": name, "country": "US"}
    faulty = [
        (ContactForm(told), "name"),
        (RestForm(told), "recipient"),
        (RestForm(told, asks_vat_id=True), "tax_id"),
        (DetailsForm(told), "name"),
        (RecordForm(told, "name", {}), "name"),
        (PostalForm({**told, "locality": name}, country="US"), "name"),
        (PostalForm({**told, "locality": name}, country="US"), "locality"),
        (EmailForm({"email": "ada@exam\u202eple.com"}), "email"),
    ]
    for form, field in faulty:
        assert field in form.errors, (type(form).__name__, field)


@pytest.mark.django_db
def test_a_clean_address_with_two_street_lines_passes() -> None:
    form = PostalForm({**ADA.address, "street_address": "14 Tidewater Lane\r\nBack door"}, country="US")
    assert form.is_valid(), form.errors


@pytest.mark.parametrize("address", ["ada@localhost", "ada@intranet"])
def test_an_address_has_an_ending(address: str) -> None:
    with pytest.raises(ValidationError, match="ending"):
        legible.email(address)
    legible.email(ADA.email)
