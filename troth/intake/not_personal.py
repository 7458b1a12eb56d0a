"""Why no field of this app holds personal data. Who was taken in is written in the vault, behind party and alias."""

NOT_PERSONAL = {
    f"intake.Taken.{field}": why
    for field, why in {
        "id": "number of a row",
        "run": "random id of one import",
        "what": "one of two words",
        "made": "yes or no",
        "alias": "random; which address it stands for is written in the vault, and dies there",
        "party": "random id of this record alone; whose it is stands in the vault, and dies there",
        "shop": "what somebody calls a shop they had before, and no person",
        "former": "the number an earlier shop gave an order; of whoever has no e-mail address, keyed digests nobody can guess back",
        "mark": "keyed digest of one row of a file, address and name and all: nobody can guess it back",
        "status": "how far the order had come",
        "records": "random ids of records in the vault",
        "itemised": "yes or no",
        "until": "the end of a year",
    }.items()
}
