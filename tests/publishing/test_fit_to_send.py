"""What `troth doctor` says of carriers: whether they let the shop in."""

from __future__ import annotations

import pytest

from tests.orders.carriers import on_loopback
from troth.publishing import fit_to_send
from troth.recipients.parcels import counter, sdk

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_nothing_is_asked_without_accounts() -> None:
    assert list(fit_to_send.carriers()) == []


def test_each_carrier_is_asked_to_let_the_shop_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counter, "PAUSES", (0.01, 0.01))
    with on_loopback(monkeypatch) as lines:
        lines["ups"].fail("oauth", 503, times=9)
        found = {one.what: (one.state, one.says) for one in fit_to_send.carriers()}
    assert found["carrier usps"] == found["carrier fedex"] == ("fit", "it lets the shop in")
    assert found["carrier ups"][0] == "unfit"
    assert "TROTH_UPS_CLIENT_ID" in found["carrier ups"][1]


def test_without_karrio_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sdk, "PARTS", ("karrio", "karrio.mappers.pigeon"))
    with on_loopback(monkeypatch):
        [finding] = fit_to_send.carriers()
    assert finding.state == "unfit"
    assert "requirements/carriers.txt" in finding.says
