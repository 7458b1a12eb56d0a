"""A shop with somebody in every place: what the walks over all addresses stand on.

Ada has an account, an address book and an order. Chiara ordered as a guest and came into My privacy by her mailbox. Ben
is a stranger to both, with an account and an order of his own. In the office there is one of every job, one without any,
and a superuser.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from wagtail.models import Collection

from tests.cast import ADA, BEN, CHIARA, PASSPHRASE, STAFF, Customer
from tests.orders import buying
from tests.orders.phone import calling
from troth import channels, gate, ledger, people
from troth.catalog.models import StockWish
from troth.catalog.notices import ask as notices
from troth.channels import queue
from troth.comments import write
from troth.comments.words import Written
from troth.leads.models import NewsAsked, SignUp
from troth.leads.shows import asking, noting
from troth.leads.shows.person import Person, Show, Word
from troth.leads.sign_ups import ask as sign_ups
from troth.orders import access, basket, feedback, numbers, payments, shipping, terms
from troth.orders.exemptions import filing
from troth.orders.exemptions.filing import Certificate
from troth.orders.invoices import issue as invoices
from troth.orders.models import Debt, Dispute, Draft, Order, Parcel, Payment, Refund, TaxRule
from troth.orders.models.exemption import Ground
from troth.orders.models.payment import TRANSFER
from troth.orders.phone import confirming
from troth.orders.prices.local import bringing
from troth.orders.prices.local.reading import Writes
from troth.orders.prices.rates import Place as TaxPlace
from troth.pages import setup
from troth.people import addresses, resetting, staff
from troth.people.mails import CONFIRM
from troth.people.models import User
from troth.people.registering import Registration, register
from troth.recipients.models import TillSession
from troth.rights import reader, tickets

HOST = "localhost"
JOBS = ("order_desk", "customer_service", "marketing", "privacy_officer", "site_keeper")
VISITORS = ("anonymous", "customer", "guest")
EMPLOYEES = (*JOBS, "no_job", "superuser")
EVERYBODY = (*VISITORS, *EMPLOYEES)
Names = dict[str, str]


@dataclass
class World:
    """`own`, `foreign`: what stands in an address for a thing of each visitor's own, and for one of Ben's."""

    users: dict[str, User]
    own: dict[str, Names] = field(default_factory=dict)
    foreign: Names = field(default_factory=dict)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    people: dict[str, gate.PersonId] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """A browser of theirs, with nothing kept back: an error is an answer."""
        browser = Client(HTTP_HOST=HOST, headers={"origin": f"http://{HOST}"}, raise_request_exception=False)
        if who in self.users:
            email = ADA.email if who == "customer" else _email(who)
            answer = browser.post("/account/login/", {"login": email, "password": PASSPHRASE})
            assert answer.status_code == 302, answer.content.decode()
            browser.post("/account/once-more/", {"password": PASSPHRASE})  # for what wants a fresh sign-in
        for name, value in self.cookies.get(who, {}).items():
            browser.cookies[name] = value
        return browser

    def names(self, who: str, whose: str = "own") -> Names:
        """What fills the gaps of addresses: somebody's own things, Ben's ("foreign"), or none at all ("missing")."""
        missing = _missing()
        if whose == "missing":
            return missing
        ticket = self._ticket(who, whose)
        if whose == "foreign":
            return {**missing, **self.foreign, **ticket}
        return {**missing, **self.own["everybody"], **self.own.get(who, {}), **ticket}

    def _ticket(self, who: str, whose: str) -> Names:
        """An employee's own ticket for Ada, or one that was another employee's."""
        if who not in EMPLOYEES:
            return {}
        holder = who if whose == "own" else next(each for each in JOBS if each != who)
        return {"ticket": tickets.write(self.people["customer"], self.users[holder].pk)}


def made() -> World:
    """Everybody in their place, their letters written and the newest entries signed."""
    world = World(_staff())
    ada, ben = _member(ADA), _member(BEN)
    world.users["customer"] = ada
    world.people = {"customer": people.person_of(ada), "ben": people.person_of(ben)}
    variant = buying.tube(stock=1000)
    orders = {
        "customer": _paid(ADA, variant, world.people["customer"]),
        "ben": _paid(BEN, variant, world.people["ben"]),
        "guest": _paid(CHIARA, variant),
    }
    world.people["guest"] = gate.person_of_party(orders["guest"].whose)
    _cookies(world, orders["guest"])
    queue.send_due()
    ledger.sequence()
    _fill_in(world, orders, variant)
    setup.begin("Cellorama")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    return world


def _email(who: str) -> str:
    return STAFF.get(who, f"{who}@example.com")


def _staff() -> dict[str, User]:
    """One of every job, one without, and somebody with every right that Django knows."""
    by = gate.system("manage_staff")
    made = {
        who: staff.create(
            who.title(), _email(who), [who] if who in JOBS else [], by=by, password=PASSPHRASE, proven=True
        )
        for who in EMPLOYEES
    }
    User.objects.filter(pk=made["superuser"].pk).update(is_superuser=True)
    return made


def _member(customer: Customer) -> User:
    told = Registration(
        email=customer.email,
        name=customer.name,
        password=PASSPHRASE,
        residence=customer.country,
        telephone=customer.telephone,
        addresses=(customer.address,),
    )
    return register(told, proven=True)


def _paid(customer: Customer, variant: Any, person: gate.PersonId | None = None) -> Order:
    from troth.orders import settle

    order = buying.bought(customer, (variant, 1), person=person)
    payments.begin(order.number, back=f"http://{HOST}/", away=f"http://{HOST}/")
    body, headers = buying.webhook(TillSession.objects.latest("pk"), "payment.succeeded")
    settle.settle("practice", body, headers)
    invoices.invoice(order.pk)
    return order


def _cookies(world: World, order: Order) -> None:
    """Chiara's browser: she placed the order with it, and pressed the button of the link in the mail."""
    browser = numbers.secret()
    access.let_in(order.pk, browser, proven=True)
    session = channels.links.mint(reader.SESSION, world.people["guest"], hours=1)
    baskets = {who: buying.basket_with((buying.tube(title=who), 1)) for who in VISITORS}
    world.cookies = {who: {"basket": token} for who, token in baskets.items()}
    world.cookies["guest"] |= {"order_access": browser, "privacy_access": session}


def _fill_in(world: World, orders: dict[str, Order], variant: Any) -> None:
    for who in ("customer", "ben", "guest"):
        person, account = world.people[who], "guest" if who == "guest" else "account"
        names = {
            "number": orders[who].number,
            "paper": _paper(orders[who]),
            **_records(person, account),
            "entry": _entry(person),
            **({} if who == "guest" else {"comment": _comment(person, variant), "exemption": _exemption(person)}),
        }
        if who == "ben":
            world.foreign = names
        else:
            world.own[who] = names
    world.own["anonymous"] = {}
    for who in VISITORS:
        contents = basket.look(world.cookies[who]["basket"])
        home = shipping.methods("US", contents.grams)[0]
        method = f"{home.code} {home.price} {contents.goods.amount + home.price}"
        world.own[who] |= {"seen": contents.mark, "method": method, "terms": terms.version()}
    for job in EMPLOYEES:
        record = world.own["customer"]["record"]
        order = orders["customer"]
        theirs = {name: world.own["customer"][name] for name in ("comment", "exemption")}
        world.own[job] = {"number": order.number, "paper": _paper(order), "record": record, **theirs}
    mints: dict[str, Callable[[], str]] = {
        "orders": lambda: access.mint(orders["customer"]).split("/")[2],
        "enter": lambda: channels.links.mint(reader.KIND, world.people["guest"], hours=1),
        "delivery": lambda: feedback.mint(_parcel(orders["customer"])).split("/")[2],
        "news": lambda: channels.links.mint(asking.LINK, _asked(world.users["marketing"]), hours=1),
        "sign up": lambda: channels.links.mint(sign_ups.LINK, _signed_up(CHIARA.email), hours=1),
        "notice": lambda: channels.links.mint(notices.LINK, _wish(world.people["guest"]), hours=1),
        "stop": lambda: channels.links.mint("stop:newsletter", world.people["guest"], hours=1),
        "confirm": lambda: channels.links.mint(CONFIRM, addresses.as_id(world.users["customer"].email), hours=1),
        "phone": lambda: confirming.mint(Draft.objects.get()).split("/")[3],
        "password": lambda: channels.links.mint(resetting.LINK, resetting.target_of(world.users["customer"]), hours=1),
    }
    begun = _begun(variant, world.users["order_desk"])
    world.own["everybody"] = {
        "ref": str(begun),
        "slug": variant.product.slug,
        "session": TillSession.objects.latest("pk").ref,
        "name": _letter(),
        "variant": str(variant.ref),
        "purpose": "newsletter",
        "language": "de",
        "kind": "address",
        "provider": "practice",
        "service": "doorkeeper",
        "place": "0/000.p/1",
        "version": terms.version(),
        "edition": _edition(),
        "dispute": _dispute(orders["customer"]),
        "debt": _debt(orders["customer"]),
        "refund": _transferred(orders["customer"]),
        "payment": str(Payment.objects.get(provider=TRANSFER, order=orders["customer"]).pk),
        "public_id": str(world.users["no_job"].public_id),
        **{f"token of {what}": mint() for what, mint in mints.items()},
    }


def _comment(person: gate.PersonId, variant: Any) -> str:
    """A question of theirs about a product, which nobody has read yet."""
    return str(write.write(person, variant.product.slug, Written("Does it hold the cold?")).ref)


def _exemption(person: gate.PersonId) -> str:
    """A certificate of theirs that nobody has looked at yet, for a state that nobody here orders to."""
    new_york = {"country": "US", "region": "NY"}
    TaxRule.objects.get_or_create(**new_york, defaults={"rate": 4000, "name": "New York sales tax"})
    told = Certificate(Ground.RESALE, TaxPlace(**new_york), date(2031, 5, 31), "NY-4417-22", "Institute of Cold")
    return str(filing.file(person, told).ref)


def _edition() -> str:
    """Rates by postal codes that somebody has looked at."""
    csv = b"state,zip,rate\nNY,10001,8.875\n"
    return str(bringing.look(csv, country="US", writes=Writes.PER_CENT, source="rates.csv").edition.pk)


def _begun(variant: Any, olga: User) -> uuid.UUID:
    """An order that Chiara began on the telephone; the link is on its way to her."""
    return calling.sent(gate.employee(olga.pk), CHIARA, (variant, 1))


def _wish(person: gate.PersonId) -> uuid.UUID:
    """They wait for something that is sold out, and have not answered the mail yet."""
    notices.ask(buying.tube(title="sold out", stock=0).ref, person, proven=False)
    return StockWish.objects.latest("pk").ref


def _signed_up(email: str) -> uuid.UUID:
    """Somebody typed their address for news, and has not answered the mail yet."""
    sign_ups.ask_at(email, ["newsletter"])
    return SignUp.objects.latest("pk").ref


def _asked(mia: User) -> uuid.UUID:
    """Somebody was met at a trade show, and a mail asks them about news."""
    met = Person("evi@example.com", "Evi Roth", "DE", "Institut Muster", news=Word.YES)
    noting.note(Show("Lab Days", "Boston", date(2026, 1, 2)), [met], gate.employee(mia.pk))
    return NewsAsked.objects.latest("pk").ref


def _dispute(order: Order) -> str:
    """A bank asks about the payment of an order."""
    asked = Dispute(payment=order.payments.latest("pk"), theirs="dp_1", reason="general", heard_at=timezone.now())
    asked.amount, asked.currency = order.total, order.currency
    asked.save()
    return str(asked.pk)


def _debt(order: Order) -> str:
    """Another bank took a part of it back, and it was asked for."""
    payment, now = order.payments.latest("pk"), timezone.now()
    lost = Dispute.objects.create(
        payment=payment,
        theirs="dp_2",
        amount=100,
        currency=order.currency,
        reason="general",
        state="lost",
        heard_at=now,
    )
    due_on = timezone.localdate() + timedelta(days=14)
    return str(Debt.objects.create(dispute=lost, amount=100, currency=order.currency, due_on=due_on).public_id)


def _transferred(order: Order) -> str:
    """Some money came by bank transfer, too, and a part of it is to go back."""
    told = {"provider": TRANSFER, "amount": 200, "currency": order.currency, "state": "succeeded", "given_back": 50}
    payment = Payment.objects.create(order=order, ref=numbers.secret(), settled_at=timezone.now(), **told)
    return str(Refund.objects.create(payment=payment, ref=numbers.secret(), amount=50, why="goodwill", by="staff").pk)


def _parcel(order: Order) -> Parcel:
    """One that has arrived."""
    return Parcel.objects.create(order=order, ref=numbers.secret(), carrier="usps", booking="booked", way="delivered")


def _records(person: gate.PersonId, what: str) -> Names:
    """One record of theirs that they may correct."""
    opened = gate.use(person, ["address", "residence"], purpose="rights_request", actor=gate.the_person(person))
    record = opened.first("address") or opened.first("residence")
    assert record, what
    return {"record": str(record.id), "address": str(record.id)}


def _paper(order: Order) -> str:
    return str(invoices.in_force(order.pk))


def _entry(person: gate.PersonId) -> str:
    return str(gate.timeline(person, actor=gate.the_person(person), limit=50)[-1].entry)


def _letter() -> str:
    from django.conf import settings

    return max(path.stem for path in (settings.TROTH.home / "outbox").glob("*.eml"))


def _missing() -> Names:
    """Well formed, and nothing is behind it."""
    none = str(uuid.uuid4())
    return {
        "number": "T-ZZZZZZ",
        "record": none,
        "comment": str(uuid.uuid4()),
        "exemption": none,
        "edition": "999999",
        "address": none,
        "banner": none,
        "entry": none,
        "ticket": "x" * 60,
        "public_id": none,
        "slug": "nothing",
        "language": "xx",
        "session": "nothing",
        "name": "20200101T000000000000-0123456789abcdef",
        "provider": "nobody",
        "service": "nobody",
        "place": "0/000",
        "paper": "2026-999999",
        "dispute": "999999",
        "debt": none,
        "refund": "999999",
        "payment": "999999",
        "version": "2020-01-01-0123456789ab",
        "token": "A" * 43,
        "pk": "999999",
        "var": "nothing/",
    }
