"""The office's screens for programs: tokens lent and ended, webhooks set up and looked after."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.api.shop import ask
from tests.cast import PASSPHRASE
from tests.office.conftest import hired, signed_in
from tests.recipients.webhooks.program import listening
from troth.people.models import OfficeToken, User
from troth.recipients.webhooks import Event, setting, tell
from troth.recipients.webhooks.models import Delivery, Endpoint
from troth.tasks import worker

pytestmark = pytest.mark.django_db
TOKENS, WEBHOOKS = "/office/tokens/", "/office/webhooks/"


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def comes(user: User, *, fresh: bool = True) -> Client:
    client = signed_in(user)
    if fresh:
        assert client.post("/account/once-more/", {"password": PASSPHRASE}).status_code == 302
    return client


def lends(client: Client, *purposes: str, **more: str) -> str:
    form = {"label": "Label printer", "purposes": purposes or ("fulfil_order",), "days": "30", **more}
    return client.post(f"{TOKENS}new/", form).content.decode()


def test_a_token_is_shown_once_and_opens_what_was_lent() -> None:
    client = comes(hired("order_desk"))
    found = re.search(r"troth_[A-Za-z0-9_-]{43}", lends(client))
    assert found
    assert ask("/office/orders", authorization=f"Bearer {found[0]}").status_code == 200
    after = client.get(TOKENS).content.decode()
    assert "troth_" not in after
    assert "Label printer" in after
    assert "Sending orders" in after


def test_the_page_with_the_token_is_kept_by_no_cache() -> None:
    client = comes(hired("order_desk"))
    answer = client.post(f"{TOKENS}new/", {"label": "Bench", "purposes": ["fulfil_order"], "days": "7"})
    assert "no-store" in answer["Cache-Control"]


def test_whoever_lends_something_signs_in_afresh_before() -> None:
    client = comes(hired("order_desk"), fresh=False)
    form = {"label": "Bench", "purposes": ["fulfil_order"], "days": "7"}
    for answer in (client.get(f"{TOKENS}new/"), client.post(f"{TOKENS}new/", form)):
        assert answer.status_code == 302
        assert "once-more" in answer["Location"]
    assert not OfficeToken.objects.exists()


@pytest.mark.parametrize(
    "form",
    [
        {"purposes": "billing"},
        {"purposes": ""},
        {"label": "olga@example.com"},
        {"days": "10000"},
    ],
)
def test_what_cannot_be_lent_is_said_beside_its_field(form: dict[str, str]) -> None:
    page = comes(hired("order_desk")).post(
        f"{TOKENS}new/", {"label": "Bench", "purposes": "fulfil_order", "days": "30", **form}
    )
    assert b"office-error" in page.content
    assert not OfficeToken.objects.exists()


def test_a_job_without_work_for_programs_is_told_so() -> None:
    assert "Nothing in your job" in comes(hired("marketing")).get(TOKENS).content.decode()


def test_each_sees_their_own_and_who_manages_staff_sees_and_ends_all() -> None:
    olga, sam, paul = comes(hired("order_desk")), comes(hired("customer_service")), comes(hired("privacy_officer"))
    lends(olga)
    token = OfficeToken.objects.get()
    assert "Label printer" not in sam.get(TOKENS).content.decode()
    sam.post(f"{TOKENS}{token.public_id}/end/")
    token.refresh_from_db()
    assert token.ended_at is None
    page = paul.get(TOKENS).content.decode()
    assert "Label printer" in page
    assert "Olga" in page
    paul.post(f"{TOKENS}{token.public_id}/end/")
    token.refresh_from_db()
    assert token.ended_at is not None


@pytest.mark.parametrize("role", ["order_desk", "customer_service", "marketing"])
@pytest.mark.parametrize(
    "path", ["", "{ref}/", "{ref}/secret/", "{ref}/switch/", "{ref}/try/", "{ref}/again/", "{ref}/remove/"]
)
def test_webhooks_are_for_whoever_manages_staff(role: str, path: str) -> None:
    made = Endpoint.objects.create(url="http://127.0.0.1:9/", events=["order.paid"])
    client = comes(hired(role), fresh=False)
    address = WEBHOOKS + path.format(ref=made.public_id)
    assert client.post(address, {"url": "http://127.0.0.1:10/", "events": ["order.paid"]}).status_code == 403
    assert client.get(address).status_code == 403
    assert list(Endpoint.objects.values_list("url", "on", "round")) == [(made.url, True, 1)]
    assert not Delivery.objects.exists()


def test_a_program_is_set_up_tried_out_and_looked_after() -> None:
    paul = comes(hired("privacy_officer"), fresh=False)
    with listening() as program:
        page = paul.post(WEBHOOKS, {"url": program.url, "events": ["order.paid"]}).content.decode()
        assert len(re.findall(r"whsec_[A-Za-z0-9+/]{43}=", page)) == 1
        endpoint = Endpoint.objects.get()
        own = f"{WEBHOOKS}{endpoint.public_id}/"
        assert "whsec_" not in paul.get(own).content.decode()
        paul.post(f"{own}try/")
        worker.run_due()
        program.answers = [500, 200]
        tell(Event.ORDER_PAID, order="T-7K4Q93")
        worker.run_due()
        page = paul.get(own).content.decode()
        assert "T-7K4Q93" in page
        assert "It did not say yes" in page
        word = Delivery.objects.get(event="order.paid")
        paul.post(f"{own}again/", {"word": str(word.ref)})
        worker.run_due()
        assert len(program.heard) == 3
        assert "whsec_" in paul.post(f"{own}secret/").content.decode()
    paul.post(own, {"events": ["return.requested"]})
    endpoint.refresh_from_db()
    assert endpoint.events == ["return.requested"]
    paul.post(f"{own}remove/")
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "http://169.254.169.254/latest/", "ftp://x.example/", "nonsense"])
def test_an_address_that_may_not_be_called_is_refused_with_the_reason(url: str) -> None:
    page = comes(hired("privacy_officer"), fresh=False).post(WEBHOOKS, {"url": url, "events": ["order.paid"]})
    assert b"office-error" in page.content
    assert not Endpoint.objects.exists()


def test_the_first_page_says_when_one_was_switched_off() -> None:
    paul = comes(hired("privacy_officer"), fresh=False)
    assert "Webhooks switched off" not in paul.get("/office/").content.decode()
    made = setting.add("http://127.0.0.1:9/", ["order.paid"])
    from django.utils import timezone

    Endpoint.objects.update(on=False, gave_up_at=timezone.now())
    assert "Webhooks switched off" in paul.get("/office/").content.decode()
    assert "switched off, because it failed" in paul.get(WEBHOOKS).content.decode()
    paul.post(f"{WEBHOOKS}{made.endpoint.public_id}/switch/", {"on": "1"})
    assert "Webhooks switched off" not in paul.get("/office/").content.decode()
