"""The shop's secret is changed: while the old one is named nobody is shut out, and what it made is made anew."""

from __future__ import annotations

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from tests.people.conftest import member, sign_in
from tests.people.test_introduced import come_back, is_in, newcomer
from tests.people.test_second_factor import HALF_A_MINUTE_LATER, code_for, with_app
from troth.people import resealing, second_factor
from troth.people.models import SignInLink, User
from troth.recipients.sign_in import practice
from troth.settings import stores

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)
NEW = "a secret of tomorrow, which nobody has used for anything yet"


def changed(monkeypatch: pytest.MonkeyPatch, *, named: bool = True) -> None:
    old = settings.SECRET_KEY
    monkeypatch.setattr(settings, "SECRET_KEY", NEW)
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [old] if named else [])


@pytest.fixture(autouse=True)
def _the_service_is_another_house(monkeypatch: pytest.MonkeyPatch) -> None:
    """The practice service draws its numbers from the shop's secret; a real one has its own."""
    monkeypatch.setattr(practice, "_secret", lambda what: what.ljust(32, b"."))


def row() -> tuple[str, str]:
    link = SignInLink.objects.get()
    return link.subject, link.seal


# -- connections to sign-in services


def test_a_connection_holds_and_is_kept_under_the_new_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    user, before = newcomer(client), row()
    changed(monkeypatch)
    elsewhere = Client()
    come_back(elsewhere)
    assert is_in(elsewhere)
    assert SignInLink.objects.get().user == user
    assert not {*row()} & {*before}
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [])
    later = Client()
    come_back(later)
    assert is_in(later), "also once the old one is named no more"


def test_control_without_the_old_one_it_is_cut(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    newcomer(client)
    changed(monkeypatch, named=False)
    elsewhere = Client()
    come_back(elsewhere)
    assert not is_in(elsewhere)


def test_a_row_moved_in_the_store_opens_nothing_under_either(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    newcomer(client)
    other = User.objects.create_user("other@sealed.invalid")
    SignInLink.objects.update(user=other)
    changed(monkeypatch)
    elsewhere, before = Client(), row()
    come_back(elsewhere)
    assert not is_in(elsewhere)
    assert row() == before


# -- authenticator apps and recovery codes


def test_an_app_still_lets_in_and_is_sealed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = with_app(member(Client()))
    before = {each.type: each.data for each in Authenticator.objects.all()}
    changed(monkeypatch)
    gets_in_with(secret)
    assert resealing.reseal() == len(before) == 2
    assert resealing.reseal() == 0
    after = {each.type: each.data for each in Authenticator.objects.all()}
    assert all(after[kind] != before[kind] and {*after[kind]} == {*before[kind]} for kind in before)
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [])
    with time_machine.travel(HALF_A_MINUTE_LATER):
        gets_in_with(secret)


def test_control_before_that_it_hangs_on_the_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with_app(member(Client()))
    sealed = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    changed(monkeypatch, named=False)
    with pytest.raises(second_factor.InvalidTag):
        second_factor.SecondFactorAdapter().decrypt(sealed)


def test_one_that_nobody_can_open_keeps_no_other_from_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its secret was lost before; the next change is not stopped by it, and says so without a value."""
    with_app(member(Client()))
    first = Authenticator.objects.earliest("pk")
    name = next(each for each in resealing.SEALED if each in first.data)
    with monkeypatch.context() as lost:
        lost.setattr(settings, "SECRET_KEY", "one that is named nowhere any more")
        first.data[name] = second_factor.SecondFactorAdapter().encrypt("0")
        first.save()
    changed(monkeypatch)
    assert resealing.reseal() == 1
    assert Authenticator.objects.get(pk=first.pk).data == first.data
    assert "those that are named: 1" in caplog.text
    assert str(first.data[name]) not in caplog.text


def test_without_an_earlier_one_nothing_is_looked_at(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        assert resealing.reseal() == 0


def gets_in_with(secret: str) -> None:
    with time_machine.travel(HALF_A_MINUTE_LATER):
        client = Client()
        sign_in(client)
        client.post("/account/security/check/", {"code": code_for(secret)})
        assert is_in(client)


# -- what is named


def test_old_secrets_are_the_lines_of_a_file_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    place = stores.TROTH.keys / "spare.key.before"
    assert stores._before("spare.key") == []
    place.write_text("newer old one\n\n  oldest one \n")
    try:
        assert stores._before("spare.key") == ["newer old one", "oldest one"]
    finally:
        place.unlink()


def test_who_is_signed_in_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    client = member(Client())
    changed(monkeypatch)
    assert is_in(client)
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [])
