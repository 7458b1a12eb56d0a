"""What a report says in words because its counts alone do not: a sentence for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import ngettext_lazy

# By the name of a count; the words are filled in with `count`.
_WORDS: Final[Mapping[str, Any]] = {
    "declined": ngettext_lazy(
        "%(count)d person said no to news there; that binds here.",
        "%(count)d people said no to news there; that binds here.",
        "count",
    ),
    "granted": ngettext_lazy(
        "%(count)d person agreed to news there, and that counts here.",
        "%(count)d people agreed to news there, and that counts here.",
        "count",
    ),
    "ask again": ngettext_lazy(
        "%(count)d person agreed to news there, but their country wants more than a file as proof: they get none unless they "
        "agree again.",
        "%(count)d people agreed to news there, but their country wants more than a file as proof: they get none unless they "
        "agree again.",
        "count",
    ),
    "unreachable": ngettext_lazy(
        "%(count)d person has neither an e-mail address nor a telephone number that works. They stay outside, because nobody "
        "could find them here again to show, correct or erase what is kept. Keep the file until you have asked them for one.",
        "%(count)d people have neither an e-mail address nor a telephone number that works. They stay outside, because nobody "
        "could find them here again to show, correct or erase what is kept. Keep the file until you have asked them for one.",
        "count",
    ),
    "by telephone": ngettext_lazy(
        "%(count)d person has a telephone number and no e-mail address. Under “People” they are found by that number; no mail "
        "reaches them, and they cannot sign in.",
        "%(count)d people have a telephone number and no e-mail address. Under “People” they are found by that number; no mail "
        "reaches them, and they cannot sign in.",
        "count",
    ),
    "partly": ngettext_lazy(
        "%(count)d order is so old that only what the books need is kept.",
        "%(count)d orders are so old that only what the books need is kept.",
        "count",
    ),
    "expired": ngettext_lazy(
        "%(count)d had outlived the time it may be kept; it stays outside.",
        "%(count)d had outlived the time they may be kept; they stay outside.",
        "count",
    ),
}


def sentences(counts: Mapping[str, int]) -> Iterator[str]:
    """Of what there is any of, in the order above."""
    for name, words in _WORDS.items():
        if counts.get(name):
            yield str(words % {"count": counts[name]})
