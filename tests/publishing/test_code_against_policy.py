"""What the program holds and names is what the policy knows of; anything new fails until somebody has decided."""

import ast

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from troth.channels import templates
from troth.publishing import code_check


def test_the_program_keeps_within_its_policy():
    assert [str(each) for each in code_check.check_code()] == []


@isolate_apps("troth.people")
def test_an_unlisted_new_field_fails(monkeypatch):
    class Diary(models.Model):
        shoe_size = models.CharField(max_length=9)

        class Meta:
            app_label = "people"

    real = apps.get_models
    monkeypatch.setattr(apps, "get_models", lambda **how: [*real(**how), Diary])
    found = {each.where for each in code_check.check_code()}
    assert found == {"people.Diary.id", "people.Diary.shoe_size"}


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_field_listed_without_a_reason_fails(monkeypatch, reason):
    listed = {**code_check.listed(), "people.User.email": reason}
    monkeypatch.setattr(code_check, "listed", lambda: listed)
    assert {each.where for each in code_check.check_code()} == {"people.User.email"}


def test_a_listed_field_that_is_gone_fails(monkeypatch):
    listed = {**code_check.listed(), "people.User.horoscope": "once"}
    monkeypatch.setattr(code_check, "listed", lambda: listed)
    (found,) = code_check.check_code()
    assert found.where == "people.User.horoscope"
    assert "take it off the list" in found.says


@pytest.mark.parametrize(
    "line",
    [
        'gate.use(person, ["name"], purpose="astrology", actor=actor)',
        'gate.collect(None, {}, purpose="account", source="crystal_ball")',
        'gate.disclose(party, purpose="fulfil_order", recipient="fortune_teller", actor=actor)',
        'gate.system("astrology")',
        'response.set_cookie("tracker", "1")',
        'channels.send("horoscope", person)',
    ],
)
def test_an_undeclared_name_in_code_fails(line):
    call = ast.parse(line).body[0].value
    assert list(code_check._of_call(call, {}))


@pytest.mark.parametrize(
    "line",
    [
        'gate.use(person, ["name"], purpose="account", actor=actor)',
        'gate.collect(None, {}, purpose="account", source="sign_up")',
        'response.set_cookie("basket", "1")',
        'channels.send("order_paid", party)',
        "gate.use(person, kinds, purpose=purpose, actor=actor)",
    ],
)
def test_a_declared_one_passes(line):
    call = ast.parse(line).body[0].value
    assert list(code_check._of_call(call, {})) == []


@pytest.mark.parametrize(
    "page",
    [
        '{% service "horoscope" %}',
        "{% service 'horoscope' what=1 %}",
        '<script src="https://stars.example/today.js"></script>',
        "<p><img alt='' src=//stars.example/dot.gif>",
        '<link rel="stylesheet" href="http://fonts.example/a.css">',
    ],
)
def test_a_template_that_would_load_from_nobody_declared_fails(page):
    assert list(code_check._of_template(page))


def test_a_template_that_places_a_declared_service_or_links_elsewhere_passes():
    page = '{% service "shop_film" what=value.what %}<a href="https://stars.example/">stars</a><img src="/a.png">'
    assert list(code_check._of_template(page)) == []


def test_a_cookie_named_by_its_modules_constant_is_read():
    call = ast.parse("response.set_cookie(name(), word)").body[0].value
    assert list(code_check._of_call(call, {"COOKIE": "tracker"}))


@pytest.mark.parametrize(("purpose", "channel"), [("astrology", "email"), ("order_communication", "pigeon")])
def test_a_mail_template_without_a_declared_purpose_or_way_fails(monkeypatch, purpose, channel):
    odd = templates.Template("horoscope", purpose, "the stars", channel=channel)
    monkeypatch.setitem(templates.TEMPLATES, "horoscope", odd)
    assert {each.where for each in code_check.check_code()} == {"mail template horoscope"}
