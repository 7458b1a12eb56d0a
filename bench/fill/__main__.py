"""python -m bench.fill --products 1000 --categories 20 --customers 2000 --orders 4000

Fills the shop that the environment names. The last line is JSON: the pages and people to measure with.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

import django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("products", "categories", "customers", "orders"):
        parser.add_argument(f"--{name}", type=int, default=20)
    told = parser.parse_args()
    django.setup()
    _keys()
    _goods(told.products, told.categories)
    _people(told.customers, told.orders)
    print(json.dumps(_addresses()))


def _keys() -> None:
    from troth.gate import keyring
    from troth.ledger import keys

    keyring.ensure()
    keys.ensure()


def _goods(products: int, categories: int) -> None:
    from troth.catalog import sample
    from troth.catalog.models import Product
    from troth.orders.prices import beginning

    from . import goods

    beginning.begin()  # its taxes, ways of sending and terms: what every order is reckoned with
    pictures = [file.name for file in sorted((sample.FOLDER / "pictures").glob("*.svg"))]
    if not Product.objects.exists():
        goods.make(products, categories, pictures)


def _people(customers: int, orders: int) -> None:
    from allauth.account.models import EmailAddress
    from django.db import transaction

    from troth import ledger
    from troth.people import practice
    from troth.people.models import User

    from . import buying, people, words

    practice.gather()
    _cast_in_plain_tables()
    first = User.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    members = list(people.make(map(words.someone, range(customers)), accounts=iter(range(first, first + customers))))
    with transaction.atomic():
        User.objects.bulk_create(
            User(pk=first + place, email=member.alias, password="!") for place, member in enumerate(members)
        )
        EmailAddress.objects.bulk_create(
            EmailAddress(user_id=first + place, email=member.alias, primary=True, verified=True)
            for place, member in enumerate(members)
        )
    buying.make(orders, members)
    ledger.sequence_all()


def _cast_in_plain_tables() -> None:
    """The practice customers, so that one can sign in in both builds."""
    from troth import gate
    from troth.people import practice

    from .people import Rows, plain_person
    from .words import Someone

    rows = Rows()
    for customer in practice.CUSTOMERS:
        (person,) = gate.persons_at(customer.email)
        alias, account = gate.alias_at(customer.email), gate.account_of_person(person)
        who = Someone(customer.name, customer.email, customer.telephone, customer.address)
        plain_person(rows, person, who, alias or "", account)
    rows.write()


def _addresses() -> dict[str, Any]:
    from troth.catalog.models import Category, Product
    from troth.people import practice

    customer = practice.CUSTOMERS[0]
    slugs = Product.objects.order_by("position").values_list("slug", flat=True)
    return {
        "product": [f"/products/{slug}/" for slug in slugs],
        "category": [f"/categories/{slug}/" for slug in Category.objects.values_list("slug", flat=True)],
        "log_in": [customer.email, practice.PASSPHRASE],
    }


if __name__ == "__main__":
    main()
