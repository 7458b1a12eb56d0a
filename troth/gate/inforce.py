"""The policy in force. Read once a process; a new version takes effect with a restart, as a deployment does."""

from functools import cache

from django.conf import settings

from troth.policy import Policy, load


@cache
def policy() -> Policy:
    return load(settings.TROTH.policy_dir)
