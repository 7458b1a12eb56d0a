"""What people do on My privacy, and what they check there."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.ledger import outsider

SECOND = 1.5  # one second, and the time a page takes here


_LINES = """all => all.map(line => [line.querySelector("time").dateTime, line.textContent])"""


def entries(who: Visitor) -> list[tuple[datetime, str]]:
    """The timeline, newest first, what is folded away included."""
    who.goes_to("/my/privacy/uses/")
    lines = who.page.locator(".timeline__item:has(> time)").evaluate_all(_LINES)
    return [(datetime.fromisoformat(at), " ".join(said.split())) for at, said in lines]


def binds_in_the_same_second(who: Visitor, pressed: datetime, said: str) -> None:
    """The word stands in the timeline, and it was written within a second of the press."""
    at = next(at for at, words in entries(who) if said in words)
    # The timeline shows whole seconds.
    assert -1.0 <= (at - pressed.replace(microsecond=0)).total_seconds() <= SECOND, (at, pressed)


def now() -> datetime:
    return datetime.now(UTC)


def downloads_a_proof(who: Visitor) -> dict[str, Any]:
    """The newest proof that can be had; the newest lines are signed about once a second."""
    who.goes_to("/my/privacy/uses/")
    for _ in range(8):
        if who.page.get_by_role("link", name=re.compile("^Proof")).count():
            break
        who.page.wait_for_timeout(500)
        who.page.reload()
    with who.page.expect_download() as waiting:
        who.page.get_by_role("link", name=re.compile("^Proof")).first.click()
    return json.loads(waiting.value.path().read_text())


def proof_holds(who: Visitor, proof: dict[str, Any]) -> bool:
    """As somebody outside would check it: with the shop's public key and a program of their own."""
    key = who.context.request.get(f"{who.shop}/ledger/key").text()
    return outsider.proof_holds(proof, key)


def says(who: Visitor, purpose: str, answer: str, channel: str = "email") -> datetime:
    """Yes or no to one purpose; when it was pressed."""
    who.goes_to("/my/privacy/choices/")
    form = who.page.locator(f"#{purpose}-{channel}")
    pressed = now()
    form.get_by_role("button", name=answer, exact=True).click()
    expect(who.page.locator(f"#{purpose}-{channel}").get_by_role("button", name=answer, exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    return pressed


def press(who: Visitor, path: str, button: str) -> datetime:
    who.goes_to(path)
    pressed = now()
    who.presses(button)
    return pressed


def takes_a_copy(who: Visitor) -> zipfile.ZipFile:
    who.goes_to("/my/privacy/copy/").shows("take-a-copy")
    with who.page.expect_download() as waiting:
        who.presses("Download the file")
    return zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes()))


def is_erased(who: Visitor, passphrase: str = "") -> None:
    """Who signed in a while ago is asked to do so afresh on the way."""
    who.goes_to("/my/privacy/erase/").sees("Goes now", "Stays, and until when").shows("the-plan")
    who.named("sure").check()
    who.presses("Erase me")
    if who.path == "/account/once-more/":
        who.shows("once-more").writes(password=passphrase)
        who.page.locator("main form:has([name=password]) button").first.click()
        who.is_at("/my/privacy/erase/").named("sure").check()
        who.presses("Erase me")
    who.sees("You are erased").shows("erased")
