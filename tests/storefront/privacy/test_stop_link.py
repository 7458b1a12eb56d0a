"""The way out in every mail one can do without: no log-in, one press; mail programs may press by themselves."""

import pytest
from django.test import Client

from tests.cast import ADA
from tests.rights.conftest import joins
from troth import channels, gate

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return joins(ADA)


@pytest.fixture
def way_out(ada):
    return f"/my/privacy/stop/new_products/{channels.links.mint('stop:new_products', ada, hours=1)}/"


def may(ada):
    return gate.may_reach(ada, "new_products", "email").allowed


def test_a_mail_program_presses_by_itself(ada, way_out):
    program = Client(enforce_csrf_checks=True)
    answer = program.post(way_out, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not may(ada)
    assert program.post(way_out, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_looking_changes_nothing(ada, way_out):
    assert b"Stop these mails" in Client().get(way_out).content
    Client().head(way_out)
    assert may(ada)


def test_a_link_for_something_else_or_none_is_told_kindly(ada, way_out):
    for path in (way_out.replace("new_products", "surveys"), "/my/privacy/stop/new_products/x/"):
        answer = Client().post(path)
        assert answer.status_code == 410
        assert b"does not work any more" in answer.content
    assert may(ada)
