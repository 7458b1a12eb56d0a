"""`troth serve` keeps its children running, and stops them with itself."""

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from troth.cli import prepare, serve

ROOT = Path(__file__).parents[2]

SUPERVISED = """
import sys
from troth.cli.serve import Child, Supervisor
child = [sys.executable, "-c", sys.argv[2]]
sys.exit(Supervisor([Child("test", child)], ("127.0.0.1", int(sys.argv[1]))).run())
"""
LASTING = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
PARENT = "import os, subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]).wait()"


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


@contextlib.contextmanager
def supervised(child: str):
    command = [sys.executable, "-c", SUPERVISED, str(free_port()), child]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_its_children_when_it_is_told_to_stop(told):
    with supervised(LASTING) as process:
        pid = int(process.stdout.readline())
        process.send_signal(told)
        assert process.wait(10) == 0
        assert not alive(pid)


def test_a_child_that_dies_is_started_again_and_leaves_nobody_behind():
    with supervised(PARENT.format(child=LASTING)) as process:
        grandchild = int(process.stdout.readline())
        parent = int(Path(f"/proc/{grandchild}/status").read_text().split("PPid:\t")[1].split()[0])
        os.kill(parent, signal.SIGKILL)
        assert int(process.stdout.readline()) != grandchild
        assert not alive(grandchild)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_a_child_that_never_stays_up_ends_it_with_a_sentence(monkeypatch, capfd):
    monkeypatch.setattr(serve.Child, "pause", lambda child: 0.0)
    hopeless = serve.Child("test", [sys.executable, "-c", "raise SystemExit(3)"])
    with supervision_signals():
        assert serve.Supervisor([hopeless], ("127.0.0.1", free_port())).run() == 1
    said = capfd.readouterr().err
    assert "exit code 3" in said
    assert "does not stay up" in said


@contextlib.contextmanager
def supervision_signals():
    """The supervisor sets handlers of its own; the test's come back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_a_child_dies_with_a_killed_supervisor():
    child = "from troth.cli.orphans import stop_with_parent as s; s(); " + LASTING
    with supervised(child) as process:
        pid = int(process.stdout.readline())
        process.kill()
        process.wait()
        until = time.monotonic() + 5
        while alive(pid) and time.monotonic() < until:
            time.sleep(0.05)
        assert not alive(pid)


def test_a_taken_port_is_told_in_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code = textwrap.dedent(f"""
            import argparse
            from troth.cli import prepare, serve
            prepare.prepare = lambda: prepare.Prepared()
            told = dict(host="127.0.0.1", port={port}, workers=1, threads=2, prepare_only=False)
            raise SystemExit(serve._run(argparse.Namespace(**told)))
        """)
        env = {**os.environ, "TROTH_HOME": str(tmp_path / "var"), "TROTH_KEYS": str(tmp_path / "keys")}
        ran = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 1
    assert f"Port {port} is taken" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("port", ["0", "65536", "x", "-1", ""])
def test_a_port_is_a_port(port):
    with pytest.raises(argparse.ArgumentTypeError, match="1 to 65535"):
        serve._port(port)


def test_a_prepared_shop_is_not_prepared_again(settings, tmp_path, monkeypatch):
    from dataclasses import replace

    settings.TROTH = replace(settings.TROTH, home=tmp_path)
    monkeypatch.setattr(prepare, "_stores_exist", lambda: True)
    prepare._write(prepare.Prepared(prepare._fingerprint(), True, log_ins=[["Customer", "a@example.com", "words"]]))
    monkeypatch.setattr(prepare, "_step", lambda *step: pytest.fail("it was prepared already"))
    assert prepare.prepare().log_ins == [["Customer", "a@example.com", "words"]]


@pytest.mark.parametrize("note", ["", "{", "[]", '{"stamp": 1, "unknown": 2}', "null"])
def test_a_broken_note_only_means_preparing_again(settings, tmp_path, note):
    from dataclasses import replace

    settings.TROTH = replace(settings.TROTH, home=tmp_path)
    (tmp_path / "prepared.json").write_text(note)
    assert prepare._read() == prepare.Prepared()
