"""The ledger's tables, in the vault store.

Rows are written and read by `store.py` only, and never changed, but for the index an entry gets once and the
tiles that grow at the right edge of the tree.
"""

from django.db import models


class Entry(models.Model):
    """What was collected, used, disclosed, refused, chosen or erased. Never a value, never a person's id."""

    id = models.BigAutoField(primary_key=True)
    index = models.BigIntegerField(null=True, unique=True)  # place in the tree; null until the sequencer came by
    token = models.CharField(max_length=36, unique=True)  # the random id shown outside
    subject = models.CharField(max_length=64)  # a pseudonym; only the vault knows whose
    body = models.TextField()  # canonical JSON of an EntryBody
    salt = models.BinaryField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=["subject", "id"], name="ledger_of_subject")]


class Tile(models.Model):
    """Up to 256 hashes of the tree, see tiles.py."""

    id = models.BigAutoField(primary_key=True)
    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="ledger_one_tile")]


class Checkpoint(models.Model):
    """A signed statement of the tree's size and root. All are kept; the highest id is in force."""

    id = models.BigAutoField(primary_key=True)
    size = models.BigIntegerField(db_index=True)
    note = models.TextField()
    at = models.DateTimeField()
