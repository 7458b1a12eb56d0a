"""Limits are counted once for all processes, and what is kept of it names nobody."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from django.test import RequestFactory

from troth.people import counts, limits

ROOT = Path(__file__).parents[2]
OTHER_PROCESS = """
assert cache.get("troth:test") == [1.5, 2.25]
cache.set("troth:test", [*cache.get("troth:test"), 3], 60)
assert cache.get("wagtail") is None
"""


@pytest.fixture(autouse=True)
def _own_file(settings, tmp_path: Path) -> None:
    """Another file than other tests, which read theirs: closing a file ends the locks SQLite holds on it in a process."""
    limits = {**settings.CACHES["limits"], "LOCATION": str(tmp_path / "limits.sqlite3")}
    settings.CACHES = {**settings.CACHES, "limits": limits}
    cache.clear()


def asked(network: str = "198.51.100.7"):
    request = RequestFactory().post("/", REMOTE_ADDR=network)
    return limits.take(request, "guest_order", email="ada.marlowe@example.com")


def another_process(tmp_path: Path, code: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "TROTH_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "troth.settings"}
    code = f"import django; django.setup(); from django.core.cache import cache\n{code}"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=told, capture_output=True, text=True)


def test_another_process_goes_on_counting_where_this_one_stopped(tmp_path: Path) -> None:
    cache.set("troth:test", [1.5, 2.25], 60)
    cache.set("wagtail", "mine", 60)
    ran = another_process(tmp_path, OTHER_PROCESS)
    assert ran.returncode == 0, ran.stderr
    assert cache.get("troth:test") == [1.5, 2.25, 3]
    assert cache.get("wagtail") == "mine"


def test_a_one_time_code_is_used_once_whichever_process_it_comes_to(tmp_path: Path) -> None:
    assert cache.add("allauth.mfa.totp.used?user=1&code=123456", "y", 30)
    ran = another_process(tmp_path, 'print(cache.add("allauth.mfa.totp.used?user=1&code=123456", "y", 30))')
    assert ran.stdout == "False\n", ran.stderr


def test_a_limit_bites_and_a_rollback_gives_one_back() -> None:
    taken = [asked() for _ in range(6)]
    assert [bool(each) for each in taken] == [True] * 5 + [False]
    taken[0].rollback()
    assert asked()
    assert not asked()


def test_nothing_in_the_file_says_who_was_counted_or_what_for() -> None:
    asked()
    rows = list(caches["limits"].rows())
    assert len(rows) == 2
    for name, value in rows:
        assert len(name) == 64
        assert set(name) <= set("0123456789abcdef")
        assert "guest_order" not in name
        assert value.startswith("[1")  # times
    assert Path(caches["limits"]._path).stat().st_mode & 0o777 == 0o600


def test_of_many_who_come_at_once_one_is_first() -> None:
    won = []

    def come() -> None:
        won.append(cache.add("troth:first", True, 60))

    comers = [threading.Thread(target=come) for _ in range(8)]
    for comer in comers:
        comer.start()
    for comer in comers:
        comer.join()
    assert sorted(won) == [False] * 7 + [True]


def test_what_has_ended_counts_no_longer_and_is_swept() -> None:
    cache.set("troth:past", [1], -1)
    cache.set("troth:lasting", [2], 60)
    cache.set("troth:always", [3], None)
    assert cache.get("troth:past") is None
    assert cache.add("troth:past", [4], -1)
    assert counts.sweep() == 1
    assert (cache.get("troth:lasting"), cache.get("troth:always")) == ([2], [3])
    assert len(list(caches["limits"].rows())) == 2


def test_it_behaves_as_a_cache_does() -> None:
    shared = caches["limits"]
    assert shared.get("a", "nothing") == "nothing"
    assert not shared.touch("a", 5)
    assert shared.add("a", {"b": [1, 2.5]}, 60)
    assert shared.touch("a", 120)
    assert shared.get("a") == {"b": [1, 2.5]}
    assert shared.delete("a")
    assert not shared.delete("a")


def test_only_plain_values_are_kept() -> None:
    with pytest.raises(TypeError):
        cache.set("troth:object", object(), 5)
