"""Why no field of this app holds personal data. Who bought what is written in the vault, under the order's party."""

_ROW = "number of a row"
_RANDOM = "random"


def _of(model: str, **reasons: str) -> dict[str, str]:
    return {f"orders.{model}.{field}": why for field, why in {"id": _ROW, **reasons}.items()}


NOT_PERSONAL = {
    **_of(
        "Basket",
        token_digest="hash of a random cookie that is linked to nobody",  # noqa: S106  (a reason, no password)
        version="a counter",
        changed_at="when the basket last changed",
    ),
    **_of("BasketLine", basket="which basket", variant="what is sold", quantity="a number of things"),
    **_of("Placing", party="random id of this order alone; whose it is stands in the vault", started_at="a time"),
    **_of(
        "Order",
        number=_RANDOM,
        public_id=_RANDOM,
        party="random id of this order alone; whose it is stands in the vault, and dies there",
        key_digest="hash of a random key minted with the form",
        status="how far the order has come",
        currency="a currency",
        goods="an amount of money",
        shipping="an amount of money",
        tax="an amount of money",
        total="an amount of money",
        method="name of a shipping method; it names no place",
        grams="a weight",
        placed_at="when the order was placed",
        reserved_until="until when the goods are kept back",
        emptied_at="when the vault was emptied of this order",
    ),
    **_of(
        "OrderLine",
        order="which order",
        variant="what is sold",
        sku="article number of what is sold",
        title="title of what is sold",
        quantity="a number of things",
        price="an amount of money",
        total="an amount of money",
    ),
    **_of(
        "OrderEvent",
        order="which order",
        at="when it happened",
        by="what kind of party did it, never which one",
        what="what happened, one of a fixed list",
    ),
    **_of(
        "OrderAccess",
        order="which order",
        browser_digest="hash of a random cookie",
        proven="whether a mailed link was followed",
        expires_at="a time",
    ),
    **_of(
        "Payment",
        order="which order",
        ref=_RANDOM,
        provider="name of a payment provider",
        session="the provider's reference for one payment",
        address="address of the provider's page for one payment",
        amount="an amount of money",
        currency="a currency",
        state="how far the payment has come",
        charge="the provider's reference for one charge",
        brand="brand of a card, shared by millions",
        last_four="last four digits of a card: declared in the policy as linked data, and allowed by PCI DSS 3.4",
        started_at="a time",
        settled_at="a time",
    ),
    **_of(
        "ProviderEvent",
        provider="name of a payment provider",
        event="the provider's id of a message",
        received_at="a time",
    ),
    **_of(
        "Parcel",
        order="which order",
        ref=_RANDOM,
        carrier="name of a carrier",
        service="name of a shipping method",
        tracking="the carrier's number of one parcel",
        grams="a weight",
        booking="how far the booking has come",
        asked_at="a time",
        shipped_at="a time",
    ),
}
