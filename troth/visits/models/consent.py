"""What was asked under which policy, so that a person's word of some time ago can be told from a word about today's question."""

from __future__ import annotations

from django.db import models


class Wording(models.Model):
    """One version of the policy, and the digest of its part that choices are about. About the shop; about nobody."""

    policy_version = models.CharField(max_length=64, primary_key=True)
    digest = models.CharField(max_length=16)
