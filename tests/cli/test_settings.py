"""Nonsense in the environment is refused at start: one sentence that names the setting and what to do, exit code 2."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def start(tmp_path, **told):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "PORT", "DJANGO_"))}
    fine = {"TROTH_HOME": str(tmp_path / "home"), "TROTH_KEYS": str(tmp_path / "keys")}
    command = [sys.executable, "-c", "import troth.settings"]
    return subprocess.run(command, env={**clean, **fine, **told}, cwd=ROOT, capture_output=True, text=True, check=False)


def test_without_any_it_starts_and_its_secrets_are_its_owners(tmp_path):
    assert start(tmp_path).returncode == 0
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "keys" / "django.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TROTH_MODE", "production", "must be 'practice' or 'live'"),
        ("TROTH_SHOP_URL", "mysql://shop", "must start with sqlite:// or postgresql://"),
        ("TROTH_VAULT_URL", "vault", "must start with sqlite:// or postgresql://"),
        ("TROTH_SMTP_URL", "mail.example.org", "must look like smtp"),
        ("TROTH_BASE_URL", "shop.example.org", "must be a whole address"),
        ("TROTH_PORT", "0", "greater than or equal to 1"),
        ("TROTH_PORT", "soon", "valid integer"),
        ("PORT", "70000", "less than or equal to 65535"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(tmp_path, name, value, says):
    ended = start(tmp_path, **{name: value})
    assert ended.returncode == 2
    first, *_rest, last = ended.stderr.splitlines()
    assert first.startswith(f"TROTH_{name.removeprefix('TROTH_')}: ")
    assert says in first
    assert "start again" in last
    assert "Traceback" not in ended.stderr


def test_a_secret_in_a_setting_is_not_repeated(tmp_path):
    ended = start(tmp_path, TROTH_SMTP_URL="ftp://me:hunter2@mail.example.org")
    assert ended.returncode == 2
    assert "hunter2" not in ended.stderr


def test_keys_inside_the_home_are_refused(tmp_path):
    ended = start(tmp_path, TROTH_KEYS=str(tmp_path / "home" / "keys"))
    assert ended.returncode == 2
    assert "outside TROTH_HOME" in ended.stderr
    assert not (tmp_path / "home" / "keys").exists()


@pytest.mark.parametrize("base", ["", "http://shop.example.org"])
def test_live_mode_wants_tls(tmp_path, base):
    ended = start(tmp_path, TROTH_MODE="live", TROTH_BASE_URL=base)
    assert ended.returncode == 2
    assert "https://" in ended.stderr


def test_a_setting_that_does_not_exist_is_refused_and_the_nearest_named(tmp_path):
    ended = start(tmp_path, TROTH_POLCY="/srv/policy", TROTH_COFFEE="black")
    assert ended.returncode == 2
    assert "TROTH_POLCY: there is no such setting; do you mean TROTH_POLICY?" in ended.stderr
    assert "TROTH_COFFEE: there is no such setting." in ended.stderr


def test_all_that_is_wrong_is_said_at_once(tmp_path):
    wrong = {"TROTH_MODE": "live", "TROTH_PORT": "soon", "TROTH_POLICY": str(tmp_path), "TROTH_VAULT_URL": "mysql://v"}
    ended = start(tmp_path, **wrong, TROTH_KEYS=str(tmp_path / "home" / "keys"), TROTH_MAIL_FROM="shop")
    names = {line.split(":")[0] for line in ended.stderr.splitlines()[:-1]}
    wanted = {"TROTH_KEYS", "TROTH_BASE_URL", "TROTH_PORT", "TROTH_POLICY", "TROTH_VAULT_URL", "TROTH_MAIL_FROM"}
    assert wanted <= names


@pytest.mark.parametrize("url", ["memcached://cache", "postgresql://user@host:port/name", "redis://cache:6379/0"])
def test_a_store_or_cache_that_cannot_be_is_refused(tmp_path, url):
    name = "TROTH_SHOP_URL" if url.startswith("postgresql") else "TROTH_CACHE_URL"
    ended = start(tmp_path, **{name: url})
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"{name}: ")
    assert "Traceback" not in ended.stderr


def test_only_the_settings_read_the_environment():
    """Outside the settings, `os.environ` serves only to pass something on to a process of ours."""
    reads = ("os.environ.get", "os.getenv", "environ.get(")
    sources = [path for path in (ROOT / "troth").rglob("*.py") if "settings" not in path.parts]
    assert [str(path) for path in sources if any(read in path.read_text() for read in reads)] == []
