"""Forms whose answers take their time must not take the shop's threads with them."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from troth import waiting
from troth.people import evenly

HELD = 20


def _held(monkeypatch: pytest.MonkeyPatch, networks: list[str], *, many: int = 3) -> list[int]:
    """The statuses of as many posts at once, each from its network, in the order they were answered."""
    monkeypatch.setattr(waiting, "ANSWERS", waiting.Room(many, 2))
    monkeypatch.setattr(evenly, "AT_LEAST", 0.4)
    answered: list[int] = []
    begin = threading.Barrier(len(networks))

    @evenly.evenly
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    def post(network: str) -> None:
        request = RequestFactory(REMOTE_ADDR=network).post("/my/privacy/link/")
        begin.wait()
        answered.append(view(request).status_code)

    threads = [threading.Thread(target=post, args=[network]) for network in networks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answered


@pytest.fixture(autouse=True)
def _plain_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evenly, "render", lambda request, name, status: HttpResponse(status=status))


def test_a_flood_from_many_networks_holds_some_of_the_threads_and_never_all(monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.monotonic()
    answered = _held(monkeypatch, [f"198.51.{number}.7" for number in range(HELD)])
    assert answered == [429] * (HELD - 3) + [200] * 3  # refused at once, before the first has waited
    assert time.monotonic() - began < 4


def test_one_network_leaves_room_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = _held(monkeypatch, ["198.51.100.7"] * HELD, many=HELD)
    assert answered.count(200) == 2
    assert answered.count(429) == HELD - 2


def test_there_is_room_again_after_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    for _each in range(3):
        assert _held(monkeypatch, ["198.51.100.7"] * 2) == [200, 200]
    assert not waiting.ANSWERS._inside


def test_a_view_that_breaks_gives_its_room_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "ANSWERS", waiting.Room(1, 1))

    @evenly.evenly
    def view(request: HttpRequest) -> HttpResponse:
        raise RuntimeError

    for _each in range(3):
        with pytest.raises(RuntimeError):
            view(RequestFactory().post("/"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/my/privacy/link/", "/account/password/forgotten/", "/account/signup/", "/notices/", "/news/ask/"]
)
def test_each_such_form_is_behind_it(path: str, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.undo()  # the page itself
    monkeypatch.setattr(waiting, "ANSWERS", waiting.Room(0, 0))
    answer = Client().post(path, {"email": "nobody", "variant": "x"})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "2"
    assert "A little later" in answer.content.decode()
