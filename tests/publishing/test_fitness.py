"""`troth doctor`: says of each part whether it is fit, and what to do where it is not."""

import dataclasses
import json
import os
import shutil
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from pydantic import SecretStr

from troth import gate, ledger
from troth.cli.main import main
from troth.publishing import fit_to_speak, fitness
from troth.recipients.mail_service import Handed, MailService, Outcome
from troth.settings.visitors import proxies

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _migrated(monkeypatch):
    """The tests' databases are made without migrations."""
    monkeypatch.setattr(fitness.MigrationExecutor, "migration_plan", lambda self, targets: [])


@pytest.fixture
def live(monkeypatch, tmp_path):
    """A shop in live mode that lacks nothing."""
    backups = tmp_path / "backups"
    backups.mkdir()
    (backups / "last.tar").write_text("x")
    fit = dataclasses.replace(
        settings.TROTH,
        mode="live",
        base_url="https://shop.cellorama.org",
        smtp_url="smtp+starttls://u:p@mail.cellorama.org:587",
        mail_from="shop@cellorama.org",
        payment="stripe",
        stripe_key=SecretStr("sk_live_0123456789abcdef"),
        stripe_webhook_secrets=("whsec_0123456789abcdef",),
        carrier="table",
        backups=str(backups),
        proxies=proxies("127.0.0.1"),
    )
    monkeypatch.setattr(MailService, "answers", lambda self: Handed(Outcome.TAKEN))
    policy = gate.policy()
    known = dataclasses.replace(policy, controller=dataclasses.replace(policy.controller, email="p@cellorama.org"))
    monkeypatch.setattr(gate, "policy", lambda: known)
    monkeypatch.setattr(settings, "TROTH", fit)
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["shop.cellorama.org"])
    monkeypatch.setattr(settings, "SESSION_COOKIE_SECURE", True)
    return fit


def unfit():
    return {finding.what: finding.says for finding in fitness.examine() if finding.state == "unfit"}


def lacking(monkeypatch, live, **what):
    monkeypatch.setattr(settings, "TROTH", dataclasses.replace(live, **what))


def test_a_practice_shop_is_fit_and_is_told_how_to_go_live(capsys):
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "TROTH_MODE=live" in said
    assert said.endswith("This shop is fit to run.\n")
    assert "payment" not in said


def test_a_live_shop_that_lacks_nothing_is_fit(live, capsys):
    assert unfit() == {}
    assert main(["doctor"]) == 0


@pytest.mark.parametrize(
    ("what", "lack", "remedy"),
    [
        ("TLS", {"base_url": "http://shop.cellorama.org"}, "TROTH_BASE_URL"),
        ("mail", {"smtp_url": ""}, "TROTH_SMTP_URL"),
        ("mail", {"mail_from": "shop@celloramatech.example"}, "TROTH_MAIL_FROM"),
        ("payment", {"payment": "practice"}, "TROTH_PAYMENT"),
        ("payment", {"stripe_key": SecretStr("")}, "TROTH_STRIPE_KEY"),
        ("payment", {"stripe_webhook_secrets": ()}, "TROTH_STRIPE_WEBHOOK_SECRET"),
        ("payment", {"stripe_api": "http://127.0.0.1:12111"}, "TROTH_STRIPE_API"),
        ("carrier", {"carrier": "practice"}, "TROTH_CARRIER"),
        ("backups", {"backups": ""}, "TROTH_BACKUPS"),
        ("backups", {"backups": "/nowhere/at/all"}, "make one"),
        ("visitors' addresses", {"proxies": ()}, "TROTH_PROXIES"),
        ("networks", {"networks": (Path("/nowhere/at.mmdb"),)}, "TROTH_NETWORKS"),
    ],
)
def test_a_live_shop_that_lacks_something_is_told_what_to_do(monkeypatch, live, capsys, what, lack, remedy):
    lacking(monkeypatch, live, **lack)
    assert list(unfit()) == [what]
    assert remedy in unfit()[what]
    assert main(["doctor"]) == 1
    assert "1 thing wants mending." in capsys.readouterr().out


@pytest.mark.parametrize("hosts", [["*"], [], [".cellorama.org"]])
def test_a_live_shop_does_not_answer_to_any_name(monkeypatch, live, hosts):
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", hosts)
    assert "TROTH_HOSTS" in unfit()["hosts"]


def test_cookies_that_could_travel_in_the_open(monkeypatch, live):
    monkeypatch.setattr(settings, "SESSION_COOKIE_SECURE", False)
    assert "TROTH_BASE_URL" in unfit()["TLS"]


def test_a_policy_with_a_sample_contact(monkeypatch, live):
    policy = gate.policy()
    sample = dataclasses.replace(policy, controller=dataclasses.replace(policy.controller, email="p@x.example.com"))
    monkeypatch.setattr(gate, "policy", lambda: sample)
    assert "policy.yaml" in unfit()["contact"]


def test_old_backups_and_keys_among_them(monkeypatch, live, tmp_path):
    old = time.time() - timedelta(days=3).total_seconds()
    os.utime(tmp_path / "backups" / "last.tar", (old, old))
    assert "back up now" in unfit()["backups"]
    lacking(monkeypatch, live, backups=str(settings.TROTH.keys.parent))
    assert "TROTH_KEYS" in unfit()["backups"]


def test_keys_that_others_can_read(monkeypatch):
    key = next(each for each in settings.TROTH.keys.rglob("*.key"))
    mode = key.stat().st_mode
    key.chmod(0o644)
    try:
        assert "chmod -R go=" in unfit()["key files"]
        assert main(["doctor"]) == 1
    finally:
        key.chmod(mode)


def test_a_key_ring_that_has_not_turned_for_long(monkeypatch):
    monkeypatch.setattr(fitness, "begun", lambda number: timezone.now() - timedelta(days=30))
    assert "troth keys rotate" in unfit()["key ring"]


def test_waiting_migrations(monkeypatch):
    class Migration:
        app_label = "vault"

    monkeypatch.setattr(fitness.MigrationExecutor, "migration_plan", lambda self, targets: [(Migration, False)])
    assert "--prepare-only" in unfit()["vault store"]


def test_a_ledger_that_was_tampered_with(monkeypatch):
    class Report:
        sound, verdict = False, "The ledger does NOT verify."

    monkeypatch.setattr(ledger, "verify", lambda: Report)
    assert "troth ledger verify" in unfit()["ledger"]


def test_a_clock_that_is_behind(monkeypatch):
    ahead = dataclasses.replace(ledger.state(), last_at=timezone.now() + timedelta(hours=1))
    monkeypatch.setattr(ledger, "state", lambda: ahead)
    assert "set it" in unfit()["clock"]


def test_too_little_room(monkeypatch):
    monkeypatch.setattr(fitness, "ROOM", 10**18)
    assert "make room" in unfit()["disk"]


def test_a_check_that_breaks_is_a_finding_too(monkeypatch):
    def broken():
        raise OSError("no such thing")

    monkeypatch.setattr(ledger, "verify", broken)
    assert "the check itself failed" in unfit()["ledger"]


def test_every_finding_that_is_not_fit_says_what_to_do(monkeypatch, live):
    lacking(monkeypatch, live, smtp_url="", payment="practice", carrier="practice", backups="", base_url="http://x")
    for says in unfit().values():
        assert ";" in says
        assert len(says.split(";")[1].split()) > 2


def test_a_machine_can_read_it(live, capsys):
    assert main(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"what", "state", "says"} == set(found[0])
    unlike = {each["what"]: each["state"] for each in found if each["state"] != "fit"}
    # Books never compared yet, no tax entered, no table of networks.
    assert unlike == {"payment": "note", "taxes": "note", "networks": "note"}


def test_languages_that_are_spoken_whole(monkeypatch, tmp_path):
    assert [(each.state, each.says) for each in fit_to_speak.spoken()] == [("fit", "English, Deutsch")]
    policy = Path(shutil.copytree(settings.TROTH.policy_dir, tmp_path / "policy"))
    (policy / "de" / "scope.md").unlink()
    (policy / "fr").mkdir()
    (policy / "fr" / "words.yaml").write_text("clauses: {}\n")
    monkeypatch.setattr(settings, "TROTH", dataclasses.replace(settings.TROTH, policy_dir=policy))
    found = {(each.state, each.says.partition(";")[0]) for each in fit_to_speak.spoken()}
    assert found == {
        ("unfit", "the policy in de has 1 fault"),
        ("note", "the policy speaks fr and the program does not"),
    }


def test_a_catalogue_that_is_older_than_its_source(monkeypatch, tmp_path):
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_bytes(b"")
    os.utime(folder / "django.mo", (1, 1))
    (folder / "django.po").write_text("")
    monkeypatch.setattr(settings, "LOCALE_PATHS", [tmp_path])
    assert "de is not compiled; run `dev/environment app`" in [each.says for each in fit_to_speak.spoken()]
