"""Why no field of this app holds personal data."""

_KEPT = "api.KeptAnswer"
_CHANGE = "api.KeptChange"

NOT_PERSONAL = {
    f"{_KEPT}.id": "number of a row",
    f"{_KEPT}.key": "keyed hash of a random key and a basket's random token",
    f"{_KEPT}.request": "hash of a request, keyed with the basket's token, which is nowhere kept: it cannot be guessed back",
    f"{_KEPT}.order": "random number of an order; whose it is stands in the vault",
    f"{_KEPT}.ends_at": "when it is deleted",
    f"{_CHANGE}.id": "number of a row",
    f"{_CHANGE}.key": "keyed hash of a random key and the number of a program's token",
    f"{_CHANGE}.request": "keyed hash of a request about goods",
    f"{_CHANGE}.left": "a number of goods",
    f"{_CHANGE}.change": "a number of goods",
    f"{_CHANGE}.ends_at": "when it is deleted",
}
