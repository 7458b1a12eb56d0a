"""Posts from pages without a token: the browser's own word decides where they come from."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tests.storefront.shop.conftest import Shelves
from troth.catalog.models import Variant
from troth.orders.models import BasketLine
from troth.storefront.sameorigin import comes_from_here, same_origin_post

HERE = "http://testserver"


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": HERE}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": HERE}, False),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://other.testserver"}, False),
        ({"Sec-Fetch-Site": "nonsense"}, False),
        ({"Origin": HERE}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "http://testserver.evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, True),  # no browser: every browser names the origin of a cross-site post
    ],
)
def test_where_a_post_comes_from(headers: dict[str, str], ours: bool) -> None:
    assert comes_from_here(RequestFactory().post("/basket/add/", headers=headers)) is ours


def test_a_guarded_view_takes_no_token_but_refuses_other_sites() -> None:
    @same_origin_post
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("taken")

    assert view.csrf_exempt  # type: ignore[attr-defined]
    assert view(RequestFactory().post("/", headers={"Origin": HERE})).content == b"taken"
    with pytest.raises(PermissionDenied):
        view(RequestFactory().post("/", headers={"Origin": "https://evil.example"}))


@pytest.mark.django_db
def test_the_products_form_fills_the_basket_and_another_sites_does_not(shelves: Shelves) -> None:
    client = Client(enforce_csrf_checks=True)
    form = {"variant": str(Variant.objects.get(product=shelves.beaker).ref), "quantity": "2"}

    elsewhere = client.post("/basket/add/", form, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403
    assert not BasketLine.objects.exists()

    here = client.post("/basket/add/", form, headers={"Sec-Fetch-Site": "same-origin"})
    assert here.status_code == 303
    assert BasketLine.objects.get().quantity == 2
    assert b"2 things in it" in client.get("/").content
