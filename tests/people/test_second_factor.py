"""Apps, recovery codes, the office door and employees."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.cast import ADA, PASSPHRASE
from tests.people.conftest import everything_stored, link_in, member, post_office, sign_in
from troth import gate, people
from troth.people import practice, staff, unproven
from troth.people.models import Session, User

HALF_A_MINUTE_LATER = timedelta(seconds=31)

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def with_app(client: Client) -> str:
    """Add an authenticator app; the secret."""
    client.post("/account/once-more/", {"password": PASSPHRASE})
    secret = client.get("/account/security/app/").context["form"].secret
    client.post("/account/security/app/", {"code": code_for(secret)})
    return str(secret)


def hired(role: str = "order_desk", email: str = "olga@example.com") -> User:
    return staff.create("Olga Petrova", email, [role], by=gate.system("manage_staff"), password=PASSPHRASE, proven=True)


def test_an_app_asks_for_its_code_and_its_secret_is_sealed() -> None:
    client = member(Client())
    secret = with_app(client)
    assert secret.casefold() not in everything_stored()
    with time_machine.travel(HALF_A_MINUTE_LATER):
        again = Client()
        assert sign_in(again).headers["Location"] == "/account/security/check/"
        assert again.get("/account/").status_code == 302
        again.post("/account/security/check/", {"code": code_for(secret)})
        assert again.get("/account/").status_code == 200


def test_the_code_that_added_an_app_is_used_up() -> None:
    client = member(Client())
    client.post("/account/once-more/", {"password": PASSPHRASE})
    secret = client.get("/account/security/app/").context["form"].secret
    with time_machine.travel(timezone.now(), tick=False):
        seen = code_for(secret)
        assert client.post("/account/security/app/", {"code": seen}).status_code == 302
        again = Client()
        sign_in(again)
        assert "Incorrect code" in again.post("/account/security/check/", {"code": seen}).content.decode()
        assert again.get("/account/").status_code == 302


def test_a_recovery_code_lets_in_once() -> None:
    client = member(Client())
    with_app(client)
    client.post("/account/security/codes/new/")
    code = client.get("/account/security/codes/").context["unused_codes"][0]
    assert code not in everything_stored()
    answers = []
    for _ in range(2):
        again = Client()
        sign_in(again)
        again.post("/account/security/check/", {"code": code})
        answers.append(again.get("/account/").status_code)
    assert answers == [200, 302]


def test_the_square_for_the_app_names_the_owner_to_the_owner_only() -> None:
    client = member(Client())
    client.post("/account/once-more/", {"password": PASSPHRASE})
    url = client.get("/account/security/app/").context["totp_url"]
    assert "ada.marlowe%40example.com" in url
    with_app(client)
    assert ADA.email not in everything_stored()


def test_the_office_opens_for_employees_only() -> None:
    assert Client().get("/office/").headers["Location"].startswith("/account/login/")
    assert member(Client()).get("/office/").status_code == 403
    hired()
    client = Client()
    sign_in(client, "olga@example.com")
    assert client.get("/office/").status_code == 200


@pytest.mark.parametrize("path", ["login/", "password_reset/", "account/", "users/", "users/add/", "logout/"])
def test_wagtails_own_forms_about_people_are_closed(path: str) -> None:
    hired()
    client = Client()
    sign_in(client, "olga@example.com")
    answer = client.get(f"/office/{path}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/")


def test_live_mode_wants_a_second_factor_of_employees(monkeypatch: pytest.MonkeyPatch) -> None:
    hired()
    client = Client()
    sign_in(client, "olga@example.com")
    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, mode="live"))
    assert client.get("/office/").headers["Location"] == "/account/security/"
    user = User.objects.get(is_staff=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    assert client.get("/office/").status_code == 200


def test_an_employees_session_ends_after_an_hour_of_silence_and_after_a_day() -> None:
    hired()
    for change in ({"seen_at": timedelta(minutes=61)}, {"started_at": timedelta(hours=25)}):
        client = Client()
        sign_in(client, "olga@example.com")
        Session.objects.exclude(user=None).update(**{name: timezone.now() - ago for name, ago in change.items()})
        assert client.get("/office/").status_code == 302


def test_a_customers_session_does_not() -> None:
    client = member(Client())
    Session.objects.exclude(user=None).update(seen_at=timezone.now() - timedelta(days=2))
    assert client.get("/account/").status_code == 200


def test_an_employee_is_a_person_with_a_role_and_a_way_in() -> None:
    user = staff.create("Sam", "sam@example.com", ["customer_service"], by=gate.system("manage_staff"))
    assert people.person_of(user) is not None
    assert gate.roles_of(user.pk) == {"customer_service"}
    (letter,) = post_office()
    client = Client()
    client.post(link_in(letter, "/account/password/link/"))
    client.post("/account/password/new/", {"password1": PASSPHRASE})
    assert sign_in(client, "sam@example.com").headers["Location"] == "/account/"


def test_whoever_leaves_is_out_at_once() -> None:
    user = hired()
    client = Client()
    sign_in(client, "olga@example.com")
    staff.disable(user, by=gate.system("manage_staff"))
    assert client.get("/office/").status_code == 302
    assert gate.roles_of(user.pk) == frozenset()
    assert "do not belong together" in sign_in(Client(), "olga@example.com", "wrong words of the day").content.decode()


def test_only_whose_job_it_is_makes_employees() -> None:
    desk = hired()
    with pytest.raises(gate.Refused):
        staff.create("Eve", "eve@example.com", ["privacy_officer"], by=gate.employee(desk.pk))
    assert User.objects.count() == 1


def test_a_superuser_sees_no_name_of_an_employee() -> None:
    hired()
    root = User.objects.create_superuser("root@sealed.invalid", PASSPHRASE)
    (olga,) = staff.employees(by=gate.employee(root.pk))[:1]
    assert not isinstance(olga.name, gate.Personal)
    (olga,) = staff.employees(by=gate.system("manage_staff"))[:1]
    assert olga.name.reveal() == "Olga Petrova"


def test_no_address_gets_into_an_account() -> None:
    with pytest.raises(ValueError, match="alias"):
        User.objects.create_user("ada@example.com", PASSPHRASE)


def test_the_practice_cast_gathers_once_and_can_sign_in() -> None:
    doors = practice.gather()
    assert practice.gather() == doors
    assert User.objects.count() == 9
    for _who, address, passphrase in doors:
        assert sign_in(Client(), address, passphrase).headers["Location"] == "/account/"
    assert "okafor" not in everything_stored()


def test_live_mode_knows_no_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, mode="live"))
    with pytest.raises(practice.NotPractice):
        practice.gather()


def test_a_sign_up_nobody_confirmed_ends_by_itself() -> None:
    from tests.people.conftest import sign_up

    sign_up(Client())
    assert unproven.sweep() == 0
    User.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert unproven.sweep() == 1
    assert User.objects.count() == 0
    assert gate.persons_at(ADA.email) == []
