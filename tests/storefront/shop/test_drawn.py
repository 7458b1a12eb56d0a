"""A page is drawn anew when something on it has changed, and not because something elsewhere has."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tests.catalog import goods
from tests.storefront.shop.conftest import Shelves
from tests.storefront.shop.test_page_cache import PAGES
from troth.catalog import stock
from troth.catalog.models import RelatedProduct, Status, Variant
from troth.catalog.models.product import Relation
from troth.storefront import drawn, pagecache
from troth.storefront.pagecache import PageCache, same_for_everyone, store
from troth.visits.models import Banner

pytestmark = pytest.mark.django_db


def dearer(shelves: Shelves) -> None:
    variant = shelves.beaker.variants.get()
    variant.price = 1111
    shelves.beaker.variants = [variant]
    shelves.beaker.save()


def renamed(shelves: Shelves) -> None:
    shelves.flask.title = "Conical flask"
    shelves.flask.save()


def described(shelves: Shelves) -> None:
    shelves.flask.description = "<p>Thicker still.</p>"
    shelves.flask.save()


def sold_out(shelves: Shelves) -> None:
    assert stock.reserve(Variant.objects.get(product=shelves.beaker).pk, 10)


def shelf_renamed(shelves: Shelves) -> None:
    shelves.glass.name = "Glass"
    shelves.glass.save()


def shelf_added(shelves: Shelves) -> None:
    goods.product("Quiet stirrer", goods.variant(900), categories=(goods.category("Stirring", position=7),))


def taken_off(shelves: Shelves) -> None:
    shelves.tips.status = Status.DRAFT
    shelves.tips.save()


def put_beside(shelves: Shelves) -> None:
    RelatedProduct.objects.create(product=shelves.flask, other=shelves.tips, kind=Relation.ACCESSORY)
    shelves.flask.save()


def put_in_front(shelves: Shelves) -> None:
    shelves.tips.featured = True
    shelves.tips.save()


def bannered(shelves: Shelves) -> None:
    Banner.objects.create(product=shelves.tips, name="Tips", home=True, category=True, on_product=True)


CHANGES: list[Callable[[Shelves], None]] = [
    dearer,
    renamed,
    described,
    sold_out,
    shelf_renamed,
    shelf_added,
    put_beside,
    put_in_front,
    bannered,
    taken_off,
]


def seen(client: Client, path: str) -> tuple[int, str, dict[str, str]]:
    response = client.get(path)
    said = {name: value for name, value in response.items() if name not in ("Date", "ETag")}
    return response.status_code, re.sub(r"nonce-[\w-]+", "", response.content.decode()), said


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: str(change.__name__))
def test_after_a_change_each_page_is_what_it_would_be_had_none_been_kept(
    client: Client, shelves: Shelves, change: Callable[[Shelves], None]
) -> None:
    for path in PAGES:
        client.get(path)
    change(shelves)
    after = {path: seen(client, path) for path in PAGES}
    store().clear()
    assert after == {path: seen(client, path) for path in PAGES}


def test_these_changes_are_seen(client: Client, shelves: Shelves) -> None:
    """Control: each of them alters some page, so the test above compares something."""
    for change in CHANGES:
        before = {path: seen(client, path)[1] for path in PAGES}
        change(shelves)
        assert any(seen(client, path)[1] != before[path] for path in PAGES), change.__name__


@pytest.mark.parametrize("path", [path for path in PAGES if "flask" not in path or "search" in path])
def test_a_page_that_shows_the_same_after_a_change_is_not_drawn_again(
    client: Client, shelves: Shelves, path: str
) -> None:
    first = client.get(path)
    shelves.flask.description = "<p>On the page of the flask only.</p>"
    shelves.flask.save()
    second = client.get(path)
    assert first.templates
    assert not second.templates
    assert second.content == first.content


def test_without_the_digest_a_changed_price_would_not_be_seen(
    client: Client, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: it is the digest that has a page drawn."""
    monkeypatch.setattr(drawn, "digest", lambda *_told: "always the same")
    client.get("/products/beaker/")
    dearer(shelves)
    assert b"$11.11" not in client.get("/products/beaker/").content


def test_a_page_found_to_be_the_same_is_kept_under_the_new_revision(client: Client, shelves: Shelves) -> None:
    client.get("/products/beaker/")
    described(shelves)
    client.get("/products/beaker/")
    asked: list[object] = []
    whole = drawn.digest
    try:
        drawn.digest = lambda *told: asked.append(told) or whole(*told)  # type: ignore[func-returns-value]
        client.get("/products/beaker/")
    finally:
        drawn.digest = whole
    assert not asked


def test_a_cookie_set_on_the_way_has_the_page_drawn_after_all(shelves: Shelves) -> None:
    """Nobody is answered with a page that was left out."""

    @same_for_everyone
    def view(request: HttpRequest) -> HttpResponse:
        return drawn.Drawn(request, "storefront/shop/promise.html", {"plain": "words"})

    def setting(cookie: str) -> HttpResponse:
        def inner(request: HttpRequest) -> HttpResponse:
            response = outer.process_template_response(request, view(request))
            assert isinstance(response, HttpResponse)
            if not response.is_rendered:  # type: ignore[attr-defined]
                response.render()  # type: ignore[attr-defined]
            if cookie:
                response.set_cookie("chocolate", cookie)
            return response

        outer = PageCache(inner)
        answered = outer(RequestFactory().get("/promise/"))
        assert isinstance(answered, HttpResponse)
        return answered

    first = setting("").content
    shelves.flask.save()
    assert setting("crumbs").content == first != b""


def test_a_page_beyond_the_last_is_whole_after_a_change_too(client: Client, shelves: Shelves) -> None:
    for path in ("/products/?page=77", "/products/beaker/?variant=no-such", "/search/?q=Alice+Ashworth"):
        client.get(path)
        renamed(shelves)
        assert b"</html>" in client.get(path).content


def test_what_is_kept_is_small(client: Client, shelves: Shelves) -> None:
    """Compressed: the whole page would be four times as much, and two thousand may be kept."""
    page = client.get("/products/erlenmeyer-flask/").content
    (key,) = [name.removeprefix(":1:") for name in store()._cache]  # type: ignore[attr-defined]
    kept = store().get(key)
    assert isinstance(kept, pagecache.Kept)
    assert len(kept.zipped) * 2 < len(page)
    assert kept.body(0) == page
