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
from troth.channels.models import Message
from troth.cli.main import main
from troth.people import resealing, second_factor
from troth.people.models import SignInLink, User
from troth.publishing.fit_to_sign_in import second_factors
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
    name = next(each for each in second_factor.SEALED if each in first.data)
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


# -- a secret that is lost


def at_the_second_step() -> Client:
    client = Client()
    assert sign_in(client).headers["Location"] == "/account/security/check/"
    return client


def shut_kinds(monkeypatch: pytest.MonkeyPatch, *kinds: str) -> None:
    """What they were sealed under is named nowhere any more; the others were sealed anew before."""
    with monkeypatch.context() as lost:
        lost.setattr(settings, "SECRET_KEY", "one that is named nowhere any more")
        sealed = second_factor.SecondFactorAdapter().encrypt("0")
    for held in Authenticator.objects.filter(type__in=kinds):
        name = next(each for each in second_factor.SEALED if each in held.data)
        Authenticator.objects.filter(pk=held.pk).update(data={**held.data, name: sealed})


APP, CODES = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


def test_the_second_step_says_that_an_app_is_shut_and_takes_a_recovery_code(monkeypatch: pytest.MonkeyPatch) -> None:
    client = member(Client())
    secret = with_app(client)
    code = client.get("/account/security/codes/").context["unused_codes"][0]
    shut_kinds(monkeypatch, APP)
    with time_machine.travel(HALF_A_MINUTE_LATER):
        again = at_the_second_step()
        before = again.get("/account/security/check/").content.decode()
        assert "Type one of your recovery codes" in before
        assert "Type the code from your app" not in before
        page = again.post("/account/security/check/", {"code": code_for(secret)}).content.decode()
        assert "That code is not right. We cannot check codes from your app any more" in page
        assert "Type one of your recovery codes" in page
        assert not is_in(again)
        again.post("/account/security/check/", {"code": code})
        assert is_in(again)


def test_an_app_that_opens_lets_in_although_its_codes_are_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = with_app(member(Client()))
    shut_kinds(monkeypatch, CODES)
    gets_in_with(secret)


def test_where_nothing_opens_it_says_whom_to_ask_and_no_code_lets_in(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = with_app(member(Client()))
    shut_kinds(monkeypatch, APP, CODES)
    again = at_the_second_step()
    for code in (code_for(secret), code_for("AAAAAAAA"), "0", ""):
        answer = again.post("/account/security/check/", {"code": code})
        assert answer.status_code == 200
        assert "Please tell us" in answer.content.decode() or not code
        assert not is_in(again)


def test_who_tries_codes_at_a_shut_app_is_stopped_as_at_any(monkeypatch: pytest.MonkeyPatch) -> None:
    with_app(member(Client()))
    shut_kinds(monkeypatch, APP)
    again = at_the_second_step()
    pages = [again.post("/account/security/check/", {"code": f"{n:06}"}).content.decode() for n in range(8)]
    assert "tried too often" in pages[-1]


def test_whoever_is_signed_in_is_told_and_can_make_new_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    client = member(Client())
    with_app(client)
    shut_kinds(monkeypatch, APP, CODES)
    assert client.get("/account/").status_code == 200
    assert client.get("/account/security/").status_code == 200
    page = client.get("/account/security/codes/", follow=True)
    assert page.redirect_chain[-1][0] == "/account/security/codes/new/"
    assert "Nobody can open your recovery codes any more" in page.content.decode()
    client.post("/account/security/codes/new/")
    assert len(client.get("/account/security/codes/").context["unused_codes"]) == 10
    assert "Type one of your recovery codes" in at_the_second_step().get("/account/security/check/").content.decode()


def test_before_a_change_the_same_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    client = member(Client())
    secret = with_app(client)
    shut_kinds(monkeypatch, APP, CODES)
    page = client.post("/account/security/once-more/", {"code": code_for(secret)}).content.decode()
    assert "We cannot check codes from your app any more" in page


def test_taken_away_at_the_command_line_the_password_lets_in_and_its_owner_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_app(member(Client()))
    assert main(["keys", "second-factors"]) == 0
    assert "All of them open" in capsys.readouterr().out
    assert main(["keys", "second-factors", "--remove-shut"]) == 0
    assert Authenticator.objects.count() == 2, "none that opens is taken away"
    shut_kinds(monkeypatch, APP, CODES)
    assert main(["keys", "second-factors"]) == 0
    assert "2 open under no named secret" in capsys.readouterr().out
    before = Message.objects.filter(template="sign_in_changed").count()
    assert main(["keys", "second-factors", "--remove-shut"]) == 0
    assert "from 1 accounts" in capsys.readouterr().out
    assert Message.objects.filter(template="sign_in_changed").count() == before + 1
    client = Client()
    sign_in(client)
    assert is_in(client)


def test_the_doctor_counts_them(monkeypatch: pytest.MonkeyPatch) -> None:
    with_app(member(Client()))
    assert [each.state for each in second_factors()] == ["fit"]
    shut_kinds(monkeypatch, APP, CODES)
    (found,) = second_factors()
    assert found.state == "unfit"
    assert found.says.startswith("2 apps or sets of recovery codes open under no named secret")
