"""Why no field of this app holds personal data."""

_KEPT = "api.KeptAnswer"

NOT_PERSONAL = {
    f"{_KEPT}.id": "number of a row",
    f"{_KEPT}.key": "keyed hash of a random key and a basket's random token",
    f"{_KEPT}.request": "hash of a request, keyed with the basket's token, which is nowhere kept: it cannot be guessed back",
    f"{_KEPT}.order": "random number of an order; whose it is stands in the vault",
    f"{_KEPT}.ends_at": "when it is deleted",
}
