"""The program is loaded once for all workers, and what is held then may be forked: one thread, no connection, no secret."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

LOADED = """
import gc, importlib.util, json, os, sys, threading
UNNEEDED = ("psycopg", "psycopg_binary", "pillow_heif", "_pillow_heif", "pygments", "jinja2")
from troth.cli import workers
opens_secrets = []
sys.addaudithook(lambda event, told: opens_secrets.append(told[0]) if event == "open" and "epochs" in str(told[0]) else 0)
workers.load()
from django.db import connections
from troth.storefront.checkout import views
function = next(each for each in vars(views).values() if getattr(each, "__module__", "") == views.__name__ and hasattr(each, "__code__"))
code = function.__code__
some = {"module": views, "names": vars(views), "function": function, "code": code, "its names": code.co_names,
        "its constants": code.co_consts, "its lines": code.co_linetable, "file": code.co_filename}
files = [os.path.realpath(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")]
print(json.dumps({
    "threads": len(os.listdir("/proc/self/task")),
    "connections": sum(each.connection is not None for each in connections.all()),
    "stores open": [file for file in files if "sqlite3" in file],
    "frozen": gc.get_freeze_count() > 100_000,
    "collects": gc.isenabled(),
    "unneeded": [name for name in sys.modules if name.split(".")[0] in UNNEEDED and sys.modules[name]],
    "can be had": [name for name in ("pygments", "jinja2") if importlib.util.find_spec(name)],
    "counted": [repr(name) for name, each in some.items() if sys.getrefcount(each) < sys.getrefcount(None)],
    "views": "troth.storefront.checkout.views" in sys.modules,
    "secrets": opens_secrets,
}))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the process says of itself after loading a shop on SQLite."""
    place = tmp_path_factory.mktemp("loaded")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "PORT"))}
    ours = {"TROTH_HOME": str(place / "home"), "TROTH_KEYS": str(place / "keys")}
    told = {**clean, **ours, "DJANGO_SETTINGS_MODULE": "troth.settings"}
    prepare = [sys.executable, "-m", "troth.cli.main", "serve", "--prepare-only"]
    subprocess.run(prepare, cwd=ROOT, env=told, capture_output=True, check=True)
    ran = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, env=told, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert ran.stderr == ""
    said: dict[str, object] = json.loads(ran.stdout)
    return said


def test_nothing_is_left_behind_that_a_fork_would_break(loaded):
    assert loaded["threads"] == 1
    assert loaded["connections"] == 0
    assert loaded["stores open"] == []


def test_what_loads_the_program_reads_no_secret_of_the_key_ring(loaded):
    assert loaded["secrets"] == []


def test_what_is_loaded_is_out_of_the_collectors_sight(loaded):
    assert loaded["frozen"]
    assert not loaded["collects"]


def test_the_pages_are_loaded(loaded):
    assert loaded["views"]


def test_a_shop_on_sqlite_loads_neither_the_driver_of_postgresql_nor_a_decoder_that_nobody_needs(loaded):
    assert loaded["unneeded"] == []


def test_what_was_left_out_of_the_pages_can_be_loaded_where_it_is_needed(loaded):
    assert loaded["can be had"] == ["pygments", "jinja2"]


def test_what_is_loaded_is_never_counted_again_so_that_workers_need_not_copy_it(loaded):
    assert loaded["counted"] == []
