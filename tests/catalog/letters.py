"""What the carrier of the tests was handed, as people read it."""

from __future__ import annotations

from email import message_from_bytes, policy

from tests.channels.carriers import Keeping


def subjects(post: Keeping) -> list[str]:
    return [str(message_from_bytes(letter, policy=policy.default)["Subject"]) for _to, letter in post.letters]


def newest(post: Keeping) -> str:
    """The plain words of the last letter."""
    part = message_from_bytes(post.letters[-1][1], policy=policy.default).get_body(("plain",))
    assert part is not None
    return str(part.get_content())
