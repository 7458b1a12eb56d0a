"""Why no field of this app holds personal data."""

_SESSION, _EVENT = "recipients.TillSession", "recipients.TillEvent"

NOT_PERSONAL = {
    f"{_SESSION}.id": "number of a row",
    f"{_SESSION}.ref": "random",
    f"{_SESSION}.asked_ref": "random, of one attempt to pay",
    f"{_SESSION}.order": "random number of an order; whose it is stands in the vault",
    f"{_SESSION}.amount": "an amount of money",
    f"{_SESSION}.currency": "a currency",
    f"{_SESSION}.back": "address of a page of the shop, with an order's number",
    f"{_SESSION}.away": "address of a page of the shop, with an order's number",
    f"{_SESSION}.state": "how far the practice payment has come",
    f"{_SESSION}.opened_at": "when it was opened",
    f"{_EVENT}.id": "number of a row",
    f"{_EVENT}.ref": "random",
    f"{_EVENT}.session": "which practice payment",
    f"{_EVENT}.word": "what the webhook says",
    f"{_EVENT}.happened_at": "when it happened",
    f"{_EVENT}.taken_at": "when the shop took it",
}
