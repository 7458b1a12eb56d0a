"""What stands behind addresses with gaps, in a practice shop: people with an account and an order, links of letters, a receipt.

Run in the shop's own environment (`stage`). It prints names that fill the gaps of `tests/places.py`: those of everybody, and by
the name of each customer those of their own. `<gap> of <address>` fills a gap at that address only.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.browser.practice_shop import ROOT, PracticeShop
from tests.cast import ADA, BEN, CHIARA, PASSPHRASE, Customer

Names = dict[str, str]
# Well formed, for addresses that answer alike whatever stands there.
NOTHING = {
    "edition": "1",
    **dict.fromkeys(("ref", "banner", "debt", "exemption"), "00000000-0000-4000-8000-000000000000"),
    **dict.fromkeys(("provider", "partner", "place", "shelf", "old"), "practice"),
    **dict.fromkeys(("pk", "refund", "payment"), "999999"),
    "rest": "nothing",
}
EVERYBODY, GOODS = "everybody", "beaker-set"
PROOF = "/orders/<number>/parcels/<ref>/proof/"


def stage(shop: PracticeShop, customers: dict[str, Customer]) -> dict[str, Names]:
    """By name of the customer, and of everybody."""
    wanted = json.dumps({name: [one.country, one.email] for name, one in customers.items()})
    command = [sys.executable, "-m", "tests.browser.staged", wanted]
    ran = subprocess.run(command, env=shop.env, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    found: dict[str, Names] = json.loads(ran.stdout.splitlines()[-1])
    return found


def path_of(address: str, token: str, names: Names) -> str:
    """The address with every gap filled; "" where something of it is not staged."""
    from tests.places import GAP

    own = {gap: names[f"{gap} of {address}"] for gap in GAP.findall(address) if f"{gap} of {address}" in names}
    known = {**names, "token": names.get(f"token of {token}", ""), **own}
    return "" if any(not known.get(gap) for gap in GAP.findall(address)) else GAP.sub(lambda g: known[g[1]], address)


def main() -> None:
    import django

    django.setup()
    cast = {one.country: one for one in (ADA, BEN, CHIARA)}
    wanted = json.loads(sys.argv[1])
    names = {name: _customer(replace(cast[country], email=email)) for name, (country, email) in wanted.items()}
    first = next(iter(names.values()))
    print(json.dumps({**names, EVERYBODY: {**_everybody(), **_links(first)}}))


def _customer(who: Customer) -> Names:
    """With an account, and an order that is paid."""
    from tests.orders import buying
    from troth import channels, gate, people
    from troth.orders import payments, settle
    from troth.orders.invoices import issue
    from troth.people import addresses, resetting
    from troth.people.mails import CONFIRM
    from troth.people.registering import Registration, register
    from troth.recipients.models import TillSession

    told = Registration(
        email=who.email,
        name=who.name,
        password=PASSPHRASE,
        residence=who.country,
        telephone=who.telephone,
        addresses=(who.address,),
    )
    user = register(told, proven=True)
    person = people.person_of(user)
    order = buying.bought(who, (_goods(), 1), person=person)
    payments.begin(order.number, back="http://localhost/", away="http://localhost/")
    session = TillSession.objects.latest("pk")
    settle.settle("practice", *buying.webhook(session, "payment.succeeded"))
    mine = gate.the_person(person)
    opened = gate.use(person, ["address"], purpose="rights_request", actor=mine).first("address")
    assert opened, who.email
    return {
        "number": order.number,
        "paper": str(issue.invoice(order.pk) and issue.in_force(order.pk)),
        "record": str(opened.id),
        "address": str(opened.id),
        "entry": str(gate.timeline(person, actor=mine, limit=50)[-1].entry),
        "session": session.ref,
        **_rang(who),
        **_handed_over(who, person),
        "comment": _wrote(person),
        "token of confirm": channels.links.mint(CONFIRM, addresses.as_id(user.email), hours=1),
        "token of password": channels.links.mint(resetting.LINK, resetting.target_of(user), hours=1),
    }


def _wrote(person: Any) -> str:
    """A question of theirs about a product, which nobody has read yet."""
    from troth.comments import write
    from troth.comments.words import Written

    return str(write.write(person, GOODS, Written("Does it hold the cold?")).ref)


def _rang(who: Customer) -> Names:
    """They rang before they had an account, and the link to what they want is on its way."""
    from tests.orders.phone import calling
    from troth.orders.models import Draft
    from troth.orders.phone import confirming

    draft = calling.sent(_whose_job("order_desk"), replace(who, email=f"rang.{who.email}"), (_goods(), 1))
    link = confirming.mint(Draft.objects.get(public_id=draft))
    return {"ref of /orders/begun/<ref>/": str(draft), "token of phone": link.split("/")[3]}


def _handed_over(who: Customer, person: Any) -> Names:
    """An earlier order of theirs has arrived, and its carrier has proved it."""
    from tests.orders import buying
    from troth.orders import ship, tracking
    from troth.orders.models import Order, Parcel
    from troth.orders.states import Status
    from troth.recipients import depot
    from troth.recipients.carrier import Stage

    order = buying.bought(who, (_goods(), 1), person=person)
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    ship.ship(order.number, _whose_job("order_desk"))
    parcel = Parcel.objects.get(order=order)
    depot.push(parcel.tracking, Stage.DELIVERED)
    tracking.look(parcel.tracking)
    tracking.follow()
    parcel.refresh_from_db()
    assert parcel.proof_record is not None, parcel.way
    return {f"number of {PROOF}": order.number, f"ref of {PROOF}": str(parcel.public_id)}


def _whose_job(role: str) -> Any:
    """Whoever of the practice people works there."""
    from troth import gate
    from troth.people import staff

    found = next(each for each in staff.employees(by=gate.system("manage_staff")) if role in each.roles)
    return gate.employee(found.account)


def _everybody() -> Names:
    """What is the same for whoever comes."""
    from troth.orders import terms
    from troth.recipients.sign_in import practice

    return {
        **NOTHING,
        "service": practice.NAME,
        "version": terms.version(),
        "purpose": "newsletter",
        "language": "de",
        "slug": GOODS,
        "slug of /categories/<slug>/": "glassware",
        "var of /<var>": "films/",
        "name of /privacy/services/<name>/": "shop_film",
        "entry of /privacy/choices/receipt/<entry>/": (receipt := _receipt()),
        "entry of /privacy/choices/receipt/<entry>/file/": receipt,
        "name of /practice/outbox/<name>/": (letter := _letter()),
        "name of /practice/outbox/<name>/html/": letter,
    }


def _links(customer: Names) -> Names:
    """Of letters to one customer and to somebody on the telephone. A look at their pages changes nothing."""
    from troth import channels, gate
    from troth.catalog.models import StockWish
    from troth.catalog.notices import ask as notices
    from troth.leads.shows import asking
    from troth.leads.sign_ups import ask as sign_ups
    from troth.orders import access, feedback, numbers
    from troth.orders.models import Order, Parcel
    from troth.rights import reader

    order = Order.objects.get(number=customer["number"])
    person = gate.person_of_party(order.whose)
    assert person is not None
    parcel = Parcel.objects.create(order=order, ref=numbers.secret(), carrier="usps", booking="booked", way="delivered")
    mint = channels.links.mint
    notices.ask(_sold_out().ref, person, proven=False)
    return {
        "token of orders": access.mint(order).split("/")[2],
        "token of delivery": feedback.mint(parcel).split("/")[2],
        "token of notice": mint(notices.LINK, StockWish.objects.latest("pk").ref, hours=1),
        "token of stop": mint("stop:newsletter", person, hours=1),
        "token of enter": mint(reader.KIND, person, hours=1),
        "token of news": mint(asking.LINK, _met_at_a_show(), hours=1),
        "token of sign up": mint(sign_ups.LINK, _signed_up(), hours=1),
        "token of confirm": customer["token of confirm"],
        "token of password": customer["token of password"],
    }


def _signed_up() -> Any:
    """Somebody typed their address for news, and a mail asks whether it was them."""
    from troth.leads.models import SignUp
    from troth.leads.sign_ups import ask as sign_ups

    sign_ups.ask_at("evi.roth@example.com", ["newsletter", "special_offers"])
    return SignUp.objects.latest("pk").ref


def _met_at_a_show() -> Any:
    """Somebody said at a stand that they want news, and a mail asks them."""
    from datetime import date

    from troth.leads.models import NewsAsked
    from troth.leads.shows import noting
    from troth.leads.shows.person import Person, Show, Word

    met = Person("evi@example.com", "Evi Roth", "DE", "Institut Muster", news=Word.YES)
    noting.note(Show("Lab Days", "Boston", date(2026, 1, 2)), [met], _whose_job("marketing"))
    return NewsAsked.objects.latest("pk").ref


def _letter() -> str:
    """One that has left the shop."""
    from django.conf import settings

    from troth.channels import queue

    queue.send_due()
    return max(path.stem for path in (settings.TROTH.home / "outbox").glob("*.eml"))


def _goods() -> Any:
    from troth.catalog.models import Product

    return Product.objects.get(slug=GOODS).variants.first()


def _sold_out() -> Any:
    from troth.catalog.models import Variant

    return Variant.objects.filter(stock=0, tracked=True).first()


def _receipt() -> str:
    from troth.visits.consent import receipt
    from troth.visits.consent.visitor import Spoken

    return str(receipt.witness(Spoken({"advertising": False}, datetime.now(UTC).date(), "eu_eea")))


if __name__ == "__main__":
    main()
