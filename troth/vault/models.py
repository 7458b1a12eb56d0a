"""The vault's tables. No plaintext but what the policy declares as plain; no column a backup could link people by.

Rows about one person form islands. The person's own island hangs together by foreign keys and dies whole. Everything
under another retention class (an order, an invoice) is an island of its own that no foreign key joins to the person:
the only bridge is a `Link`, found by a keyed digest and readable under the person's own key. When that key dies, what
the law makes us keep belongs to nobody any more, in old backups too.
"""

import uuid

from django.db import models


class Person(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    # Plain and declared so: audiences and jurisdictions are decided in SQL.
    # ISO 3166-1, or 3166-2 where a part of a country has rules of its own ("US-CA").
    country = models.CharField(max_length=6, blank=True)
    organization_country = models.CharField(max_length=6, blank=True)
    last_purchase = models.DateField(null=True)
    created_at = models.DateTimeField()


class Key(models.Model):
    """A 256-bit key for one person, retention class and period, wrapped under an epoch. Its row is its life."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.OneToOneField(Person, models.CASCADE, null=True, related_name="key")
    retention = models.CharField(max_length=40)
    period = models.CharField(max_length=10, blank=True)
    jurisdiction = models.CharField(max_length=40, blank=True)
    keep_until = models.DateTimeField(null=True, db_index=True)
    epoch = models.IntegerField(db_index=True)
    wrapped = models.BinaryField()
    # The pseudonym under which the ledger speaks of what this key seals; sealed under this key, so it dies with it.
    subject = models.BinaryField()


class Record(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key = models.ForeignKey(Key, models.CASCADE, related_name="records")
    kind = models.CharField(max_length=40)
    party = models.UUIDField(null=True, db_index=True)
    sealed = models.BinaryField()
    source = models.CharField(max_length=40)
    policy_version = models.CharField(max_length=64)
    collected_at = models.DateTimeField()


class Link(models.Model):
    """A bridge from something known by id (an account, another island's key) to a person."""

    what = models.CharField(max_length=20)
    handle = models.BinaryField(max_length=32, db_index=True)
    epoch = models.IntegerField(db_index=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="links")
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "handle"], name="vault_link_once")]


class Alias(models.Model):
    """What the shop store holds instead of an e-mail address."""

    alias = models.CharField(max_length=80, unique=True)
    handle = models.BinaryField(max_length=32, db_index=True)
    epoch = models.IntegerField(db_index=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="aliases")
    record = models.OneToOneField(Record, models.CASCADE, related_name="alias")
    account = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["handle"], condition=models.Q(account=True), name="vault_one_account_an_address"
            )
        ]


class Reason(models.Model):
    """Why an employee looked, in their own words. Sealed under a key of the person it is about; the ledger has none."""

    entry = models.CharField(max_length=36, unique=True)
    key = models.ForeignKey(Key, models.CASCADE, related_name="reasons")
    sealed = models.BinaryField()


class Choice(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="choices")
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=12)
    source = models.CharField(max_length=40)
    policy_version = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "purpose", "channel"], name="vault_one_choice")]


class Restriction(models.Model):
    """Processing stopped, or the account disabled, from `since` until `until`."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="restrictions")
    what = models.CharField(max_length=12)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "what"], condition=models.Q(until=None), name="vault_one_open_restriction"
            )
        ]


class Role(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=40)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "role"], name="vault_one_role")]


class Replayed(models.Model):
    """How far into the journal beside the key ring this database has got. A restored backup has got less far."""

    position = models.BigIntegerField()
