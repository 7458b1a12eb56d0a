"""Which earlier versions of the policy asked the same as the one in force."""

from __future__ import annotations

from functools import lru_cache

from ..models.consent import Wording


def remember(version: str, digest: str) -> None:
    """Somebody chose under this version. One row for each version in which anybody did."""
    if _of(version) is None:
        Wording.objects.get_or_create(policy_version=version, defaults={"digest": digest})
        _of.cache_clear()


def same(version: str, now: str, digest: str) -> bool:
    """Whether `version` asked what `now`, with this digest, asks. A version nobody remembers asked something else."""
    return version == now or _of(version) == digest


@lru_cache(maxsize=256)  # versions come with deployments; one query for each in a process's life
def _of(version: str) -> str | None:
    return Wording.objects.filter(pk=version).values_list("digest", flat=True).first()
