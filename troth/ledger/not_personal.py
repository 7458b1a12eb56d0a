"""Why no field of the ledger holds personal data."""

NOT_PERSONAL = {
    "ledger.Entry.id": "order of arrival",
    "ledger.Entry.index": "place in the tree",
    "ledger.Entry.token": "random id",
    "ledger.Entry.subject": "random pseudonym; its link to a person is sealed in the vault",
    "ledger.Entry.body": "codes and opaque ids only: anything else is refused before the row is written",
    "ledger.Entry.salt": "random bytes",
    "ledger.Tile.id": "a number",
    "ledger.Tile.level": "a number",
    "ledger.Tile.number": "a number",
    "ledger.Tile.hashes": "salted hashes",
    "ledger.Checkpoint.id": "a number",
    "ledger.Checkpoint.size": "how many entries there are",
    "ledger.Checkpoint.note": "a signed hash",
    "ledger.Checkpoint.at": "when it was signed",
}
