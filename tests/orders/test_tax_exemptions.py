"""Somebody need not pay sales tax: filed, looked at, kept to, and over."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.cast import ADA, BEN
from tests.killed.dying import deaths
from tests.office.conftest import hired, member, signed_in
from tests.orders.buying import bought, tube
from tests.orders.test_races import together
from tests.storefront.checkout.pages import Shopper
from troth import gate
from troth.channels.models import Message
from troth.orders.exemptions import books, desk, ending, filing, holding, mine
from troth.orders.exemptions.errors import (
    Changed,
    ExemptionTrouble,
    FiledAlready,
    NoAccount,
    NoTaxThere,
    NotThere,
    OneOfTwo,
    OnlyGovernment,
    Over,
)
from troth.orders.exemptions.filing import Certificate
from troth.orders.exemptions.purpose import FILED, KIND, PURPOSE
from troth.orders.models import Exemption, Order, PriceBook, TaxRule
from troth.orders.models.exemption import Ground, Standing, WhyNot
from troth.orders.prices.rates import Place
from troth.people.models import User
from troth.people.persons import person_behind
from troth.rights import erase, export, for_staff, reader
from troth.rights.at_work import at_work
from troth.vault.models import Key, Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)
MA = Place("US", "MA")
NUMBER = "MA-4417-22-XQ"


@pytest.fixture(autouse=True)
def _fresh(settings: Any) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    TaxRule.objects.create(country="US", region="MA", rate=6250, name="Massachusetts sales tax", shipping=False)
    yield
    cache.clear()


@pytest.fixture
def ada_account() -> User:
    return member(ADA)


@pytest.fixture
def ada(ada_account: User) -> gate.PersonId:
    return person_behind(ada_account)


@pytest.fixture
def bilal_account() -> User:
    return hired("bookkeeping", email="bilal@example.com")


@pytest.fixture
def bilal(bilal_account: User) -> gate.Actor:
    return gate.employee(bilal_account.pk)


HIS = 0  # an account that has filed nothing


def certificate(place: Place = MA, days: int = 400, ground: Ground = Ground.RESALE) -> Certificate:
    return Certificate(ground, place, timezone.localdate() + timedelta(days=days), NUMBER, "Marlowe Labs")


def approved(person: gate.PersonId, by: gate.Actor, told: Certificate | None = None) -> Exemption:
    row = filing.file(person, told or certificate())
    desk.approve(row.ref, by, HIS)
    return row


def tried(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except ExemptionTrouble as trouble:
        return trouble


def kept() -> Counter[str]:
    """Certificates in the vault, by what they are kept as."""
    return Counter(Record.objects.filter(kind__in=(FILED, KIND)).values_list("kind", flat=True))


def mails() -> list[Any]:
    """What was said; several at one moment have no order."""
    return sorted(row.ids["news"] for row in Message.objects.filter(template="exemption_news"))


def test_nothing_is_exempt_before_one_of_us_has_looked(ada: gate.PersonId, bilal: gate.Actor) -> None:
    row = filing.file(ada, certificate())
    assert holding.of(ada, MA) is None
    assert bought(ADA, (tube(), 1), person=ada).tax == 63
    desk.approve(row.ref, bilal, HIS)
    held = holding.of(ada, MA)
    assert held is not None
    assert mails() == ["holds"]
    order = bought(ADA, (tube(title="Flask"), 1), person=ada)
    assert (order.tax, order.tax_case) == (0, "exempt")
    assert not order.taxes.exists()


def test_a_guest_and_somebody_else_are_taxed_all_the_same(ada: gate.PersonId, bilal: gate.Actor) -> None:
    approved(ada, bilal)
    assert bought(ADA, (tube(), 1)).tax == 63
    ben = person_behind(member(BEN))
    assert holding.of(ben, MA) is None


def test_it_holds_where_it_was_issued_and_nowhere_else(ada: gate.PersonId, bilal: gate.Actor) -> None:
    TaxRule.objects.create(country="US", region="NY", rate=4000, name="New York sales tax", shipping=False)
    approved(ada, bilal)
    assert holding.of(ada, Place("US", "NY")) is None
    approved(ada, bilal, certificate(Place("US"), ground=Ground.GOVERNMENT))
    assert holding.of(ada, Place("US", "NY")) is not None


def test_only_a_government_is_exempt_in_a_whole_country(ada: gate.PersonId) -> None:
    with pytest.raises(OnlyGovernment):
        filing.file(ada, certificate(Place("US")))
    with pytest.raises(NoTaxThere):
        filing.file(ada, certificate(Place("US", "TX")))
    assert not Exemption.objects.exists()


def test_after_its_last_day_orders_are_taxed_again(ada: gate.PersonId, bilal: gate.Actor) -> None:
    row = approved(ada, bilal, certificate(days=0))
    assert holding.of(ada, MA) is not None
    Exemption.objects.filter(pk=row.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    assert bought(ADA, (tube(), 1), person=ada).tax == 63


def test_what_is_over_is_neither_filed_nor_approved(ada: gate.PersonId, bilal: gate.Actor) -> None:
    with pytest.raises(Over):
        filing.file(ada, certificate(days=-1))
    row = filing.file(ada, certificate())
    Exemption.objects.filter(pk=row.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Over):
        desk.approve(row.ref, bilal, HIS)


def test_declined_and_withdrawn_with_a_reason_its_holder_reads(ada: gate.PersonId, bilal: gate.Actor) -> None:
    row = filing.file(ada, certificate())
    desk.decline(row.ref, WhyNot.NUMBER, bilal)
    assert "does not know this number" in mine.of(ada)[0].why
    with pytest.raises(Changed):
        desk.approve(row.ref, bilal, HIS)
    held = approved(ada, bilal)
    desk.withdraw(held.ref, WhyNot.ENDED, bilal)
    assert holding.of(ada, MA) is None
    assert mails() == ["declined", "holds", "withdrawn"]
    assert bought(ADA, (tube(), 1), person=ada).tax == 63


def test_deciding_twice_is_deciding_once(ada: gate.PersonId, bilal: gate.Actor) -> None:
    row = filing.file(ada, certificate())
    desk.decline(row.ref, WhyNot.PAPER, bilal)
    with pytest.raises(Changed):
        desk.decline(row.ref, WhyNot.NUMBER, bilal)
    assert mails() == ["declined"]


def test_whose_job_it_is_not_sees_and_decides_nothing(ada: gate.PersonId) -> None:
    mia = gate.employee(hired("marketing").pk)
    row = filing.file(ada, certificate())
    for refused in (
        lambda: desk.queue(Standing.ASKED, mia, HIS),
        lambda: desk.approve(row.ref, mia, HIS),
        lambda: desk.decline(row.ref, WhyNot.NUMBER, mia),
    ):
        with pytest.raises(gate.Refused):
            refused()
    assert Exemption.objects.get().state == Standing.ASKED


def test_the_number_lies_in_the_vault_alone_and_each_look_is_an_entry(ada: gate.PersonId, bilal: gate.Actor) -> None:
    filing.file(ada, certificate())
    row = Exemption.objects.values().get()
    assert NUMBER not in repr(row)
    assert "Marlowe" not in repr(row)
    assert NUMBER.encode() not in bytes(Record.objects.get(kind=FILED).sealed)
    found = desk.queue(Standing.ASKED, bilal, HIS).found
    assert [each.number.reveal() for each in found] == [NUMBER]  # type: ignore[union-attr]
    line = gate.timeline(ada, actor=gate.the_person(ada))[0]
    assert (line.purpose, line.verb) == ("tax_exemption", "use")


def test_the_same_is_filed_once_until_it_is_decided(ada: gate.PersonId, bilal: gate.Actor) -> None:
    row = filing.file(ada, certificate())
    with pytest.raises(FiledAlready):
        filing.file(ada, certificate(days=500))
    assert Exemption.objects.count() == 1
    desk.approve(row.ref, bilal, HIS)
    renewed = filing.file(ada, certificate(days=800))  # in time, before the first one ends
    assert renewed.state == Standing.FILING
    assert Exemption.objects.get(pk=renewed.pk).state == Standing.ASKED


def test_filed_twice_at_once_it_is_filed_once(ada: gate.PersonId) -> None:
    got = together(4, lambda _which: tried(lambda: filing.file(ada, certificate())))
    assert sum(isinstance(each, Exemption) for each in got) == 1
    assert sum(isinstance(each, FiledAlready) for each in got) == 3
    assert Exemption.objects.count() == kept()[FILED] == 1


def test_approved_and_declined_at_once_one_of_the_two_counts(ada: gate.PersonId, bilal: gate.Actor) -> None:
    row = filing.file(ada, certificate())
    acts = (lambda: desk.approve(row.ref, bilal, HIS), lambda: desk.decline(row.ref, WhyNot.NUMBER, bilal))
    got = together(4, lambda which: tried(acts[which % 2]))
    assert sum(isinstance(each, Changed) for each in got) == 3
    assert len(mails()) == 1
    assert mails() == [Exemption.objects.get().state]


def test_taken_back_before_it_held_nothing_is_left(ada: gate.PersonId) -> None:
    row = filing.file(ada, certificate())
    mine.end(ada, row.ref)
    assert not Exemption.objects.exists()
    assert not kept()


def test_ended_by_its_holder_it_stays_with_the_books(ada: gate.PersonId, bilal: gate.Actor) -> None:
    row = approved(ada, bilal)
    mine.end(ada, row.ref)
    assert holding.of(ada, MA) is None
    assert kept() == {KIND: 1}
    with pytest.raises(NotThere):
        mine.end(ada, row.ref)


def test_nobody_ends_anybody_elses(ada: gate.PersonId, bilal: gate.Actor) -> None:
    row = approved(ada, bilal)
    with pytest.raises(NotThere):
        mine.end(person_behind(member(BEN)), row.ref)
    assert holding.of(ada, MA) is not None


def test_its_holder_is_told_once_a_month_before_it_ends(ada: gate.PersonId, bilal: gate.Actor) -> None:
    approved(ada, bilal, certificate(days=31))
    assert ending.tell() == 0
    later = timezone.now() + timedelta(days=1)
    assert ending.tell(later) == 1
    assert ending.tell(later) == 0
    assert mails() == ["ending", "holds"]


def test_the_order_desk_files_for_who_has_an_account(ada: gate.PersonId) -> None:
    account = hired("order_desk").pk
    olga = gate.employee(account)
    order = bought(ADA, (tube(), 1), person=ada)
    filing.file_for(order.number, certificate(), olga, account)
    assert [each.state for each in mine.of(ada)] == [Standing.ASKED]
    guest = bought(BEN, (tube(title="Flask"), 1))
    with pytest.raises(NoAccount):
        filing.file_for(guest.number, certificate(), olga, account)


def test_the_invoice_says_why_and_the_order_does_not_say_whose(ada: gate.PersonId, bilal: gate.Actor) -> None:
    from troth.orders.invoices import issue, papers, pdf

    row = approved(ada, bilal)
    order = bought(ADA, (tube(price=0), 1), person=ada)
    Order.objects.filter(pk=order.pk).update(status="paid", total=0, shipping=0, goods=0, discount=0)
    number = issue.invoice(order.pk).number
    paper = papers.for_staff(order.number, number, bilal)
    assert paper is not None
    page = pdf.html(paper)
    assert "No sales tax: the buyer is exempt." in page
    assert "resale certificate, MA, valid until" in page
    kept = repr(Order.objects.values().get(pk=order.pk)) + repr(paper.content)
    assert row.valid_until.isoformat() not in kept
    assert "resale" not in kept


def test_erased_what_waited_goes_and_what_held_belongs_to_nobody(ada_account: User, bilal: gate.Actor) -> None:
    ada = person_behind(ada_account)
    approved(ada, bilal)
    bought(ADA, (tube(), 1), person=ada)
    filing.file(ada, certificate(days=900))
    whose = reader.of_account(ada_account)
    assert whose is not None
    erase._carry_out(whose, None)
    assert not Exemption.objects.exists()
    assert kept() == {KIND: 1}
    left = Record.objects.get(kind=KIND)
    assert gate.person_of_party(gate.PartyId(int=left.party.int)) is None  # type: ignore[union-attr]


def test_erased_what_held_and_proves_no_sale_goes_too(ada_account: User, bilal: gate.Actor) -> None:
    ada = person_behind(ada_account)
    bought(ADA, (tube(), 1), person=ada)  # taxed: nothing held yet
    approved(ada, bilal)
    whose = reader.of_account(ada_account)
    assert whose is not None
    erase._carry_out(whose, None)
    assert not kept()


def test_what_was_filed_half_way_is_swept_up(ada: gate.PersonId, monkeypatch: pytest.MonkeyPatch) -> None:
    row = filing.file(ada, certificate())
    Exemption.objects.filter(pk=row.pk).update(state=Standing.FILING)
    assert ending.sweep() == 0
    assert ending.sweep(timezone.now() + timedelta(minutes=11)) == 1
    assert not kept()


def test_a_shop_without_any_asks_nobody_about_theirs(ada: gate.PersonId, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object) -> None:
        raise AssertionError

    filing.file(ada, certificate())
    monkeypatch.setattr(holding, "of", asked)
    assert bought(ADA, (tube(), 1), person=ada).tax == 63


def test_the_code_beside_an_invoice_reads_back() -> None:
    held = holding.Holding(Ground.EDUCATION, "US", "MA", date(2027, 5, 31))
    assert holding.read(held.code) == held
    whole = holding.Holding(Ground.GOVERNMENT, "US", "", date(2027, 5, 31))
    assert holding.read(whole.code) == whole
    for nonsense in ("", "resale", "resale US 2027-05-31", "none US-MA 2027-05-31", "resale US-MA soon"):
        assert holding.read(nonsense) is None


# -- two of us


def test_what_one_of_us_filed_another_approves(ada: gate.PersonId, bilal: gate.Actor) -> None:
    account = hired("order_desk").pk
    olga = gate.employee(account)
    filing.file_for(bought(ADA, (tube(), 1), person=ada).number, certificate(), olga, account)
    row = Exemption.objects.get()
    with pytest.raises(OneOfTwo):
        desk.approve(row.ref, olga, account)
    assert (Exemption.objects.get().state, mails()) == (Standing.ASKED, [])
    desk.approve(row.ref, bilal, HIS)
    assert (Exemption.objects.get().state, Exemption.objects.get().alone) == (Standing.HOLDS, False)


def test_who_has_the_job_alone_approves_what_they_filed_and_its_record_says_so(ada: gate.PersonId) -> None:
    account = hired("order_desk").pk
    hired("marketing", email="mia@example.com")  # whose job it is not
    off = hired("bookkeeping", email="bilal@example.com")  # whose account is switched off
    User.objects.filter(pk=off.pk).update(is_active=False)
    olga = gate.employee(account)
    filing.file_for(bought(ADA, (tube(), 1), person=ada).number, certificate(), olga, account)
    assert desk.queue(Standing.ASKED, olga, account).nobody_else
    desk.approve(Exemption.objects.get().ref, olga, account)
    row = Exemption.objects.get()
    assert (row.state, row.alone) == (Standing.HOLDS, True)
    assert mine.of(ada)[0].alone
    said = [line.reason for line in gate.timeline(ada, actor=gate.the_person(ada), limit=20)]
    assert "Filed and approved by the same one of us: nobody else had that job then." in said


def test_nobody_approves_their_own_while_somebody_else_could(bilal: gate.Actor) -> None:
    """Employees buy here, too, with the account they work with."""
    hers = hired("order_desk")
    olga = gate.employee(hers.pk)
    row = filing.file(person_behind(hers), certificate())
    assert desk.queue(Standing.ASKED, olga, hers.pk).own == {row.ref}
    with pytest.raises(OneOfTwo):
        desk.approve(row.ref, olga, hers.pk)
    desk.approve(row.ref, bilal, HIS)
    assert (Exemption.objects.get().state, Exemption.objects.get().alone) == (Standing.HOLDS, False)


def test_whoever_filed_it_may_decline_it(ada: gate.PersonId, bilal: gate.Actor) -> None:
    account = hired("order_desk").pk
    olga = gate.employee(account)
    filing.file_for(bought(ADA, (tube(), 1), person=ada).number, certificate(), olga, account)
    desk.decline(Exemption.objects.get().ref, WhyNot.NUMBER, olga)
    assert Exemption.objects.get().state == Standing.DECLINED


def test_the_office_says_who_may_approve_and_keeps_to_it(ada: gate.PersonId, bilal_account: User) -> None:
    olga, bilal = signed_in(hired("order_desk")), signed_in(bilal_account)
    olga.post(f"/office/orders/{bought(ADA, (tube(), 1), person=ada).number}/exemption/", typed())
    ref = Exemption.objects.get().ref
    page = olga.get("/office/exemptions/").content.decode()
    assert "You filed this one, so somebody else approves it." in page
    assert 'value="approve"' not in page
    approve = {"decision": "approve", "state": "asked"}
    answer = olga.post(f"/office/exemptions/{ref}/decide/", approve, follow=True).content.decode()
    assert "two of us look" in answer
    assert Exemption.objects.get().state == Standing.ASKED
    page = bilal.get("/office/exemptions/").content.decode()
    assert "filed by one of us" in page
    assert 'value="approve"' in page
    bilal.post(f"/office/exemptions/{ref}/decide/", approve)
    assert Exemption.objects.get().state == Standing.HOLDS


def test_the_office_lets_the_only_one_approve_and_says_what_that_means(ada: gate.PersonId) -> None:
    olga = signed_in(hired("order_desk"))
    olga.post(f"/office/orders/{bought(ADA, (tube(), 1), person=ada).number}/exemption/", typed())
    assert "Nobody else here may approve it" in olga.get("/office/exemptions/").content.decode()
    ref = Exemption.objects.get().ref
    olga.post(f"/office/exemptions/{ref}/decide/", {"decision": "approve", "state": "asked"})
    page = olga.get("/office/exemptions/?state=holds").content.decode()
    assert "filed and approved by the same one of us" in page


# -- how long


def later(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def test_what_is_approved_is_kept_with_the_books_and_what_is_not_as_filed(
    ada: gate.PersonId, bilal: gate.Actor
) -> None:
    waiting = filing.file(ada, certificate())
    assert kept() == {FILED: 1}
    desk.decline(waiting.ref, WhyNot.NUMBER, bilal)
    assert kept() == {FILED: 1}
    approved(ada, bilal)
    assert kept() == {FILED: 1, KIND: 1}
    assert Exemption.objects.get(state=Standing.HOLDS).in_books
    ends = {key.retention: key.keep_until for key in Key.objects.all() if key.keep_until}
    assert ends["unapproved"] < later(220) < later(6 * 365) < ends["statutory"]
    assert [each.number.reveal() for each in mine.of(ada)] == [NUMBER] * 2  # type: ignore[union-attr]


def test_half_a_year_later_what_was_declined_is_gone_and_what_holds_is_not(
    ada: gate.PersonId, bilal: gate.Actor
) -> None:
    row = filing.file(ada, certificate())
    desk.decline(row.ref, WhyNot.NUMBER, bilal)
    approved(ada, bilal)
    with time_machine.travel(later(150)):
        ending.sweep()
        gate.expire(after_standstill=True)
        assert kept() == {FILED: 1, KIND: 1}, "the control"
        assert Exemption.objects.count() == 2
    with time_machine.travel(later(220)):
        ending.sweep()
        gate.expire(after_standstill=True)
        assert kept() == {KIND: 1}
        assert [each.state for each in Exemption.objects.all()] == [Standing.HOLDS]


def test_what_waited_longer_than_it_is_kept_is_not_approved_any_more(ada: gate.PersonId, bilal: gate.Actor) -> None:
    """Nothing would prove the sales without tax."""
    row = filing.file(ada, certificate())
    with time_machine.travel(later(220)):
        with pytest.raises(Changed):
            desk.approve(row.ref, bilal, HIS)
        assert holding.of(ada, MA) is None
        gate.expire(after_standstill=True)
        ending.sweep()
    assert (kept(), Exemption.objects.count()) == ({}, 0)


@pytest.mark.parametrize("state", [Standing.DECLINED, Standing.ASKED])
def test_what_was_not_approved_before_it_was_kept_apart_goes_as_soon(
    ada: gate.PersonId, bilal: gate.Actor, state: Standing
) -> None:
    row = approved(ada, bilal)  # its certificate lies with the books
    Exemption.objects.filter(pk=row.pk).update(state=state)
    ending.sweep(later(150))
    assert kept() == {KIND: 1}, "the control"
    ending.sweep(later(220))
    assert (kept(), Exemption.objects.count()) == ({}, 0)


def test_approved_by_a_process_that_dies_it_is_kept_with_the_books_all_the_same(ada: gate.PersonId) -> None:
    account = hired("bookkeeping", email="bilal@example.com").pk
    bilal = gate.employee(account)

    def begin() -> Exemption:
        return filing.file(ada, certificate())

    held = left_behind = 0
    for row in deaths(begin, lambda row: desk.approve(row.ref, bilal, account), least=3):
        row.refresh_from_db()
        if row.state == Standing.HOLDS:
            held += 1
            left_behind += kept() == {FILED: 1}
            ending.sweep()
            assert kept() == {KIND: 1}
            assert Exemption.objects.get().in_books
        else:
            assert kept() == {FILED: 1}
        gate.forget_unfinished(row.whose, purpose=PURPOSE)
        Exemption.objects.all().delete()
    assert held > left_behind > 0, "it died in between"


def test_a_policy_that_knows_no_such_kind_keeps_them_all_with_the_books(
    ada: gate.PersonId, bilal: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (books, desk, filing, mine):
        monkeypatch.setattr(module, "kinds", lambda: [KIND])
    row = approved(ada, bilal)
    assert (kept(), Exemption.objects.get(pk=row.pk).in_books) == ({KIND: 1}, True)
    assert mine.of(ada)[0].number.reveal() == NUMBER  # type: ignore[union-attr]


# -- erased: what the plan says, and what is done


def waits(ada: gate.PersonId, bilal: gate.Actor) -> None:
    filing.file(ada, certificate())


def declined(ada: gate.PersonId, bilal: gate.Actor) -> None:
    desk.decline(filing.file(ada, certificate()).ref, WhyNot.NUMBER, bilal)


def holds_and_sold(ada: gate.PersonId, bilal: gate.Actor) -> None:
    approved(ada, bilal)
    bought(ADA, (tube(), 1), person=ada)


def holds_and_sold_nothing(ada: gate.PersonId, bilal: gate.Actor) -> None:
    bought(ADA, (tube(), 1), person=ada)  # taxed; its invoice has the same key as the certificate
    approved(ada, bilal)


def ended_and_sold(ada: gate.PersonId, bilal: gate.Actor) -> None:
    holds_and_sold(ada, bilal)
    mine.end(ada, Exemption.objects.get().ref)


def several(ada: gate.PersonId, bilal: gate.Actor) -> None:
    declined(ada, bilal)
    holds_and_sold(ada, bilal)
    filing.file(ada, certificate(days=900))


STORIES = [waits, declined, holds_and_sold, holds_and_sold_nothing, ended_and_sold, several]


def test_one_that_cannot_be_kept_any_more_holds_up_neither_the_others_nor_an_erasure(
    ada_account: User, bilal: gate.Actor
) -> None:
    """Approved by a process that died; its time as filed is over before anybody went on."""
    ada = person_behind(ada_account)
    row = filing.file(ada, certificate())
    Exemption.objects.filter(pk=row.pk).update(state=Standing.HOLDS)
    bought(ADA, (tube(), 1), person=ada)
    ben = filing.file(person_behind(member(BEN)), certificate())
    desk.decline(ben.ref, WhyNot.NUMBER, bilal)
    with time_machine.travel(later(220)):
        assert ending.sweep() == 1
        assert list(Exemption.objects.values_list("pk", flat=True)) == [row.pk]
        whose = reader.of_account(ada_account)
        assert whose is not None
        erase.erase(whose)
    assert (kept(), Exemption.objects.count()) == ({}, 0)


@pytest.mark.parametrize("story", STORIES, ids=[story.__name__ for story in STORIES])
def test_what_the_plan_says_of_certificates_is_what_is_done(
    ada_account: User, bilal: gate.Actor, story: Callable[[gate.PersonId, gate.Actor], None]
) -> None:
    ada = person_behind(ada_account)
    story(ada, bilal)
    certificates = {gate.policy().kinds[kind].label for kind in (FILED, KIND)}
    whose = reader.of_account(ada_account)
    assert whose is not None
    planned = erase.plan(whose)
    stays = {label for line in planned.later for label in line.labels} & certificates
    goes = {label for line in planned.now for label in line.labels} & certificates
    before = {gate.policy().kinds[kind].label for kind in kept()}
    assert not [line for line in planned.now if "As long" in line.because or "as long" in line.because]
    erase.erase(whose)
    left = {gate.policy().kinds[kind].label for kind in kept()}
    assert stays == left
    assert goes == before - left
    assert not Exemption.objects.exists()


# -- as its holder and the privacy officer read it


def test_my_privacy_says_how_it_stands_and_why_and_where_in_words(ada_account: User, bilal: gate.Actor) -> None:
    ada = person_behind(ada_account)
    declined(ada, bilal)
    approved(ada, bilal)
    page = signed_in(ada_account).get("/my/privacy/data/").content.decode()
    for words in ("not approved", "does not know this number", "approved", "Massachusetts, United States"):
        assert words in page
    assert "US-MA" not in page
    assert certificate().valid_until.isoformat() not in page


def test_the_copy_to_take_along_says_so_too(ada_account: User, bilal: gate.Actor) -> None:
    declined(person_behind(ada_account), bilal)
    whose = reader.of_account(ada_account)
    assert whose is not None
    with zipfile.ZipFile(BytesIO(export.export(whose))) as packed:
        (told,) = json.loads(packed.read("data.json"))["exemptions"]
        page = packed.read("index.html").decode()
    assert (told["state"], told["filed_by"]) == ("declined", None)
    assert "does not know this number" in told["why"]
    assert "does not know this number" in page
    assert "Massachusetts, United States" in page
    assert "US-MA" not in page


def test_the_privacy_officer_sees_what_was_decided_about_somebody_and_customer_service_does_not(
    ada: gate.PersonId, bilal: gate.Actor
) -> None:
    declined(ada, bilal)
    on_account = {"on_account": {"approved": "yes", "decided_on": "2026-11-20"}}
    gate.collect(ada, on_account, purpose="billing", source="office", actor=bilal)
    paul, sam = (at_work(hired(job).pk) for job in ("privacy_officer", "customer_service"))
    seen, less = for_staff.look(ada, paul), for_staff.look(ada, sam)
    assert seen is not None and less is not None  # noqa: PT018  # one thought
    held = {
        each.kind: [line.reveal() for line in each.lines if isinstance(line, gate.Personal)] for each in seen.records
    }
    assert held["on_account"] == ["yes", "20 November 2026"]
    assert NUMBER in held[FILED]
    assert "How it stands: not approved" in held[FILED]
    assert "Massachusetts, United States of America" in held[FILED]
    assert not {"on_account", FILED, KIND} & {each.kind for each in less.records}


def test_one_that_is_over_is_a_seal_and_the_person_is_shown_all_the_same(ada: gate.PersonId) -> None:
    filing.file(ada, certificate())
    paul = at_work(hired("privacy_officer").pk)
    with time_machine.travel(later(220)):
        seen = for_staff.look(ada, paul)
    assert seen is not None
    assert isinstance(seen.records[-1].lines[0], gate.Withheld)
    assert "name" in {each.kind for each in seen.records}


# -- on pages


def typed(**changes: str) -> dict[str, str]:
    told = {"ground": "resale", "place": "US-MA", "organization": "Marlowe Labs", "number": NUMBER}
    return {**told, "valid_until": (timezone.localdate() + timedelta(days=400)).isoformat(), **changes}


def test_filed_on_the_account_and_approved_in_the_office(ada_account: User) -> None:
    browser, office = signed_in(ada_account), signed_in(hired("bookkeeping", email="bilal@example.com"))
    page = browser.get("/account/tax-exemptions/").content.decode()
    assert "Massachusetts, United States" in page
    answer = browser.post("/account/tax-exemptions/", typed())
    assert (answer.status_code, answer["Location"]) == (302, "/account/tax-exemptions/")
    assert "Waits for us" in browser.get("/account/tax-exemptions/").content.decode()
    assert NUMBER in office.get("/office/exemptions/").content.decode()
    ref = Exemption.objects.get().ref
    assert (
        "Say why"
        in office.post(
            f"/office/exemptions/{ref}/decide/", {"decision": "decline", "state": "asked"}, follow=True
        ).content.decode()
    )
    office.post(f"/office/exemptions/{ref}/decide/", {"decision": "approve", "state": "asked"})
    assert Exemption.objects.get().state == Standing.HOLDS


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"number": "4111 1111 1111 1111"}, "payment card"),
        ({"valid_until": "2020-01-01"}, "has passed"),
        ({"place": "US-TX"}, "valid choice"),
        ({"organization": ""}, "required"),
    ],
)
def test_bad_input_says_what_and_keeps_what_was_typed(ada_account: User, wrong: dict[str, str], says: str) -> None:
    answer = signed_in(ada_account).post("/account/tax-exemptions/", typed(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    kept = "Marlowe Labs" if "number" in wrong else NUMBER
    assert kept in page
    assert not Exemption.objects.exists()


def test_the_order_desk_files_one_from_an_order(ada: gate.PersonId) -> None:
    order, olga = bought(ADA, (tube(), 1), person=ada), signed_in(hired("order_desk"))
    page = f"/office/orders/{order.number}/exemption/"
    assert page in olga.get(f"/office/orders/{order.number}/").content.decode()
    assert olga.get(page).status_code == 200
    assert olga.post(page, typed(number="")).status_code == 422
    assert olga.post(page, typed()).status_code == 302
    assert [each.state for each in mine.of(ada)] == [Standing.ASKED]
    guest = bought(BEN, (tube(title="Flask"), 1))
    answer = olga.post(f"/office/orders/{guest.number}/exemption/", typed())
    assert "without an account" in answer.content.decode()
    assert signed_in(hired("marketing")).get(page).status_code in (302, 403)


def test_the_checkout_says_so_and_charges_none(ada_account: User, bilal: gate.Actor) -> None:
    shopper, goods = Shopper(), tube()
    shopper.client.force_login(ada_account)
    page = shopper.takes(goods).look("/checkout/")
    assert "File your certificate" in page
    approved(person_behind(ada_account), bilal)
    old = shopper.form()
    shopper.press("/checkout/", **old)  # the page still showed the tax
    assert shopper.answer.status_code == 409
    assert "Your tax exemption holds here" in shopper.page
    shopper.press("/checkout/", **shopper.form())
    order = Order.objects.get()
    assert (order.tax, order.tax_case) == (0, "exempt")
    assert "exempt" in shopper.look(f"/orders/{order.number}/")


def test_a_guest_reads_how_to_be_exempt() -> None:
    page = Shopper().takes(tube()).look("/checkout/")
    form = {"delivery-country": "US", "delivery-region": "MA"}
    shopper = Shopper().takes(tube(title="Flask"))
    shopper.look("/checkout/")
    page = shopper.press(
        "/checkout/", **shopper.form(ADA, reshape="delivery"), **{k: v for k, v in form.items() if not k}
    )
    assert "file your certificate" in page


def test_my_privacy_shows_the_certificate(ada_account: User) -> None:
    filing.file(person_behind(ada_account), certificate())
    browser: Client = signed_in(ada_account)
    page = browser.get("/my/privacy/data/").content.decode()
    assert NUMBER in page
    assert "resale certificate" in page


def test_my_privacy_says_beside_the_invoices_address_why_it_carries_no_tax(
    ada_account: User, bilal: gate.Actor
) -> None:
    ada = person_behind(ada_account)
    approved(ada, bilal)
    bought(ADA, (tube(), 1), person=ada)
    mine.end(ada, Exemption.objects.get().ref)
    page = signed_in(ada_account).get("/my/privacy/data/").content.decode()
    assert "resale certificate, MA, valid until" in page


def test_that_its_holder_asked_for_it_no_employee_says(ada: gate.PersonId, bilal: gate.Actor) -> None:
    row = approved(ada, bilal)
    office = signed_in(hired("order_desk"))
    told = {"decision": "withdraw", "why": WhyNot.ASKED_FOR.value, "state": "holds"}
    office.post(f"/office/exemptions/{row.ref}/decide/", told)
    assert holding.of(ada, MA) is not None
    office.post(f"/office/exemptions/{row.ref}/decide/", {**told, "why": WhyNot.ENDED.value})
    assert holding.of(ada, MA) is None


def test_approving_renews_the_price_book(ada: gate.PersonId, bilal: gate.Actor) -> None:
    row = filing.file(ada, certificate())
    before = PriceBook.objects.get().stamp
    desk.approve(row.ref, bilal, HIS)
    assert PriceBook.objects.get().stamp != before
