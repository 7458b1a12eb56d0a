"""After mails were sent, nothing about anybody is in the shop store or the logs. The outbox is the declared exception."""

import logging
import stat
from dataclasses import replace

import pytest
from django.db import connections

from tests.cast import ADA
from tests.channels.conftest import joins, orders
from troth import channels
from troth.channels import queue
from troth.channels.models import Message, State

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def dump(alias: str) -> bytes:
    """Every value of every table of a store."""
    connection, found = connections[alias], []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [value for row in cursor.fetchall() for value in row if value is not None]
    return b"\n".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in found)


def marks() -> list[bytes]:
    return [mark.encode() for mark in (*ADA.marks, ADA.email.partition("@")[0])]


def test_nothing_about_anybody_is_left_in_the_shop_store_or_the_logs(settings, tmp_path, caplog):
    settings.TROTH = replace(settings.TROTH, home=tmp_path)
    with caplog.at_level(logging.DEBUG):
        channels.send("order_placed", orders(ADA), order=1)
        channels.send("account_exists", joins(ADA))
        queue.send_due()
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}
    shop, vault, logs = dump("default"), dump("vault"), caplog.text.encode()
    for mark in marks():
        assert mark not in shop
        assert mark not in vault
        assert mark not in logs


def test_the_outbox_holds_it_for_the_shops_own_user_only(settings, tmp_path):
    """The control: the same search finds it where it is declared to be."""
    settings.TROTH = replace(settings.TROTH, home=tmp_path)
    channels.send("order_placed", orders(ADA), order=1)
    queue.send_due()
    (letter,) = (tmp_path / "outbox").iterdir()
    assert ADA.email.encode() in letter.read_bytes()
    assert stat.S_IMODE(letter.stat().st_mode) == 0o600
    assert stat.S_IMODE(letter.parent.stat().st_mode) == 0o700


def test_the_search_finds_what_is_there():
    channels.send("order_placed", orders(ADA), order=1)
    Message.objects.update(ids={"order": ADA.email})
    assert ADA.email.encode() in dump("default")
