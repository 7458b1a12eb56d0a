"""The policy in force, in the words of the language that is spoken. Rules and version are the same in every one.

Read once a process and language; a new version takes effect with a restart, as a deployment does.
"""

from functools import cache

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation.trans_real import translation

from troth.policy import FIRST, Policy, in_earnest, load, translate


def policy() -> Policy:
    return _told_in(get_language() or settings.LANGUAGE_CODE)


@cache
def _told_in(language: str) -> Policy:
    """A language that the shop does not speak gets the first one's words."""
    if language == FIRST:
        policy = load(settings.TROTH.policy_dir)
        return policy if settings.TROTH.practice else in_earnest(policy)
    if language not in dict(settings.LANGUAGES):
        return _told_in(FIRST)
    told = translate(_told_in(FIRST), settings.TROTH.policy_dir, language, translation(language))
    return told if settings.TROTH.practice else in_earnest(told)
