"""Paid orders of two lines, spread over the past, in the shop store and in both builds' tables."""

from __future__ import annotations

import random
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import batched, cycle

from django.db import transaction
from django.utils import timezone

from bench.plain import models as plain
from troth import gate
from troth.catalog.models import Variant
from troth.orders.models import Order, OrderLine
from troth.orders.states import Status
from troth.vault import links
from troth.vault.keys import LivingKey

from .people import BATCH, Member, Rows, new_key, new_record


def make(count: int, members: Sequence[Member]) -> None:
    chance = random.Random(11)
    variants = list(Variant.objects.values_list("pk", "sku", "price"))
    held: dict[gate.PersonId, tuple[LivingKey, LivingKey]] = {}
    now = timezone.now()
    buyers = zip(range(count), cycle(members), strict=False)
    for batch in batched(buyers, BATCH, strict=False):
        rows = Rows()
        orders = [_order(number, member, rows, held, now) for number, member in batch]
        with transaction.atomic():
            Order.objects.bulk_create(orders)
            OrderLine.objects.bulk_create(
                line for order in orders for line in _lines(order, chance.sample(variants, 2))
            )
        rows.write()


def _order(
    number: int,
    member: Member,
    rows: Rows,
    held: dict[gate.PersonId, tuple[LivingKey, LivingKey]],
    now: datetime,
) -> Order:
    party = gate.PartyId.random()
    if member.id not in held:
        held[member.id] = (_island(rows, "order", member, now), _island(rows, "statutory", member, now))
    order_key, books = held[member.id]
    who = member.who
    contact = {"name": who.name, "email": who.email, "telephone": who.telephone}
    shipped = {"source": "checkout", "purpose": "fulfil_order", "party": party}
    new_record(rows, order_key, "order_contact", contact, now, **shipped)
    new_record(rows, order_key, "order_delivery", who.address, now, **shipped)
    new_record(rows, books, "order_billing", who.address, now, **{**shipped, "purpose": "billing"})
    about = {"customer_id": member.id, "party": party, "source": "checkout"}
    rows.add(plain.OrderContact(**about, **contact))
    rows.add(plain.OrderDelivery(**about, **who.address))
    rows.add(plain.OrderBilling(**about, **who.address))
    return Order(
        number=f"B-{number:06d}",
        party=party,
        key_digest=secrets.token_hex(32),
        status=Status.PAID,
        currency="USD",
        goods=2000,
        shipping=500,
        total=2500,
        method="post",
        placed_at=now - timedelta(minutes=20 * number),
    )


def _island(rows: Rows, retention: str, member: Member, now: datetime) -> LivingKey:
    period = f"{now:%Y}"
    key = new_key(retention, period, None, member.who.country, now)
    rows.add(key.row)
    rows.add(links.bridge(links.ISLAND, str(key.id), member.own, retention=retention, period=period))
    return key


def _lines(order: Order, goods: list[tuple[int, str, int]]) -> list[OrderLine]:
    return [
        OrderLine(order=order, variant_id=pk, sku=sku, title=f"Article {sku}", quantity=1, price=1000, total=1000)
        for pk, sku, _ in goods
    ]
