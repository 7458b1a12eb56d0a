"""Secret links: once, for a while, for one kind, and unreadable where they are stored."""

import uuid

import pytest
import time_machine
from django.db import connection

from troth.channels import links

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
TARGET = uuid.UUID("5f0c7f0e-3b7e-4a9c-9a53-0d6a8f1c2b3d")


def test_a_link_leads_to_its_target_once():
    token = links.mint("order", TARGET, hours=1)
    assert links.valid("order", token)
    assert links.redeem("order", token) == TARGET
    assert links.redeem("order", token) is None
    assert not links.valid("order", token)


def test_looking_does_not_use_it_up():
    token = links.mint("order", TARGET, hours=1)
    assert links.look("order", token) == links.look("order", token) == TARGET


def test_a_link_of_one_kind_opens_no_other():
    token = links.mint("order", TARGET, hours=1)
    assert links.redeem("privacy", token) is None
    assert links.redeem("order", token) == TARGET


def test_a_link_ends():
    with time_machine.travel("2026-11-22 10:00Z", tick=False) as clock:
        token = links.mint("order", TARGET, hours=2)
        clock.shift(2 * 3600 - 1)
        assert links.valid("order", token)
        clock.shift(1)
        assert links.redeem("order", token) is None


@pytest.mark.parametrize("token", ["", "x", "æøå", "a" * 43, "A" * 4000, "../../etc/passwd", "%00", "a b", "=" * 44])
def test_nonsense_leads_nowhere(token):
    links.mint("order", TARGET, hours=1)
    assert links.redeem("order", token) is None


def test_the_table_gives_neither_token_nor_target_away():
    token = links.mint("privacy", TARGET, hours=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM channels_link")
        row = b"|".join(value if isinstance(value, bytes) else str(value).encode() for value in cursor.fetchone())
    for secret in (token.encode(), TARGET.bytes, TARGET.hex.encode(), str(TARGET).encode()):
        assert secret not in row


def test_a_row_moved_under_another_token_does_not_open():
    token, other = links.mint("order", TARGET, hours=1), links.mint("order", uuid.uuid4(), hours=1)
    rows = list(links.Link.objects.order_by("id"))
    links.Link.objects.filter(pk=rows[1].pk).update(sealed=rows[0].sealed)
    assert links.redeem("order", other) is None
    assert links.redeem("order", token) == TARGET


def test_old_links_are_swept_away():
    links.mint("order", TARGET, hours=-24 * 31)
    links.mint("order", TARGET, hours=1)
    assert links.sweep() == 1
    assert links.Link.objects.count() == 1
