"""A column that we do not know is taken as what somebody says it is: a field of the policy, and nothing else."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.cast import ADA, BEN
from tests.intake.exports import (
    SHOPIFY_CUSTOMERS,
    SHOPIFY_ORDERS,
    WIX_CONTACTS,
    in_shopify,
    in_wix,
    ordered_at_shopify,
    saved,
    sheet,
)
from tests.intake.looks import noted, said, vault, word
from troth import gate
from troth.catalog.importing import NotImportable
from troth.cli.main import main
from troth.intake import naming, runs, sensitive
from troth.orders.models import Order

pytestmark = pytest.mark.django_db
EXTRA = "Zusatz"
WHOLE = {
    "name.name": "Ada Morgan",
    "email.email": "ada.other@example.com",
    "telephone.telephone": "+1 617 555 0188",
    "address.name": "Goods In",
    "address.organization": "Glass Works",
    "address.street_address": "9 Second Street",
    "address.locality": "Quincy",
    "address.region": "MA",
    "address.postcode": "02169",
    "address.country": "US",
    "residence.country": "US",
    "residence.organization_country": "CA",
    "provenance.reference": "K-77",
    "provenance.origin": "trade fair",
    "provenance.since": "2024-05-01",
    "provenance.last_activity": "2026-05-02",
    "provenance.news_by_mail": "unsubscribed",
    "provenance.news_by_text": "unsubscribed",
    "order_contact.name": "Ada Morgan",
    "order_contact.email": "ada.other@example.com",
    "order_contact.telephone": "+1 617 555 0188",
    "order_billing.tax_id": "DE123456789",
    **{f"order_{what}.name": "Ada Morgan" for what in ("delivery", "billing")},
    **{f"order_{what}.organization": "Glass Works" for what in ("delivery", "billing")},
    **{f"order_{what}.street_address": "9 Second Street" for what in ("delivery", "billing")},
    **{f"order_{what}.locality": "Quincy" for what in ("delivery", "billing")},
    **{f"order_{what}.region": "MA" for what in ("delivery", "billing")},
    **{f"order_{what}.postcode": "02169" for what in ("delivery", "billing")},
    **{f"order_{what}.country": "US" for what in ("delivery", "billing")},
}


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        yield


def brought(
    place: Path, columns: list[str], *rows: dict[str, str], dry_run: bool = False, **fields: str
) -> dict[str, Any]:
    """`fields`: what EXTRA is, or column → field under `all`."""
    known = [*columns, *dict.fromkeys(name for row in rows for name in row if name not in columns)]
    told = {EXTRA: fields["extra"]} if "extra" in fields else fields
    return runs.by_command(saved(place, sheet(known, *rows)), dry_run=dry_run, fields=told)


def test_a_telephone_number_in_a_column_of_their_own_comes_in(tmp_path: Path) -> None:
    row = in_shopify(ADA, Phone="") | {"Handy": "+1 617 555 0199"}
    report = brought(tmp_path, SHOPIFY_CUSTOMERS, row, Handy="telephone")
    assert said(ADA, "telephone", "telephone") == "+1 617-555-0199"
    assert "Handy" not in {each["column"] for each in report["left_behind"]}


def test_the_same_column_unnamed_stays_outside_and_is_named(tmp_path: Path) -> None:
    row = in_shopify(ADA, Phone="") | {"Handy": "+1 617 555 0199"}
    report = brought(tmp_path, SHOPIFY_CUSTOMERS, row)
    assert said(ADA, "telephone", "telephone") is None
    assert "Handy" in {each["column"] for each in report["left_behind"]}


def test_what_is_offered_is_what_the_policy_lets_in_by_import_and_nothing_else() -> None:
    policy = gate.policy()
    let_in = {
        f"{kind}.{field}"
        for kind, sources in policy.purposes["take_over"].collects.items()
        if "import" in sources
        for field in policy.purposes["take_over"].uses[kind]
    }
    offered = [name for kind in (naming.CUSTOMERS, naming.PAST_ORDERS) for name, _words in naming.offered(kind)]
    assert set(offered) == let_in - {"provenance.system"}
    assert len(offered) == len(set(offered))


def test_what_the_policy_stops_letting_in_is_offered_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    policy = gate.policy()
    purpose = policy.purposes["take_over"]
    without = replace(purpose, collects={**purpose.collects, "telephone": frozenset({"office"})})
    monkeypatch.setattr(gate, "policy", lambda: replace(policy, purposes={**policy.purposes, "take_over": without}))
    assert "telephone.telephone" not in dict(naming.offered(naming.CUSTOMERS))


CUSTOMER_FIELDS = [name for name in WHOLE if not name.startswith("order_")]


@pytest.mark.parametrize("field", CUSTOMER_FIELDS)
@pytest.mark.parametrize("system", ["shopify", "wix"])
def test_every_field_offered_for_customers_takes_what_its_column_says(tmp_path: Path, field: str, system: str) -> None:
    columns, row = (SHOPIFY_CUSTOMERS, in_shopify(ADA)) if system == "shopify" else (WIX_CONTACTS, in_wix(ADA))
    part = field.partition(".")[2]
    own = {
        "name": ("First Name", "Last Name"),
        "telephone": ("Phone", "Phone 1"),
        "country": ("Default Address Country Code", "Address 1 - Country"),
        "region": ("Default Address Province Code", "Address 1 - State/Region"),
        "street_address": ("Default Address Address1", "Address 1 - Street"),
        "locality": ("Default Address City", "Address 1 - City"),
        "postcode": ("Default Address Zip", "Address 1 - Zip"),
        "organization": ("Default Address Company", "Company"),
        "reference": ("Customer ID",),
        "origin": ("Source",),
    }
    row = {name: text for name, text in row.items() if name not in own.get(part, ())}
    assert WHOLE[field] not in row.values() or part in ("region", "country")
    without = brought(tmp_path, columns, row, dry_run=True)
    report = brought(tmp_path, columns, row | {EXTRA: WHOLE[field]}, extra=field)
    assert (report["rows"]["lost"], report["left_behind"]) == (0, without["left_behind"])
    assert not [each for each in report["findings"] if each["column"] == EXTRA]
    found = noted(ADA) if field.startswith("provenance") else None
    if found is not None:
        assert WHOLE[field] in found.values()
    else:
        assert landed(field) == normal(field)


def normal(field: str) -> str:
    return {"telephone.telephone": "+1 617-555-0188"}.get(field, WHOLE[field])


def landed(field: str) -> str | None:
    kind, _dot, part = field.partition(".")
    if field == "email.email":
        (person,) = set(gate.persons_at(WHOLE[field]))
        return WHOLE[field] if person in gate.persons_at(ADA.email) else None
    return said(ADA, kind, part)


ORDER_FIELDS = [name for name in WHOLE if name.startswith("order_")]


@pytest.mark.parametrize("field", ORDER_FIELDS)
def test_every_field_offered_for_orders_takes_what_its_column_says(tmp_path: Path, field: str) -> None:
    kind, _dot, part = field.partition(".")
    sides = {"order_delivery": ("Shipping",), "order_billing": ("Billing",)}.get(kind, ("Shipping", "Billing"))
    parts = {
        "name": ("Name",),
        "organization": ("Company",),
        "street_address": ("Street", "Address1", "Address2"),
        "locality": ("City",),
        "region": ("Province",),
        "postcode": ("Zip",),
        "country": ("Country",),
        "telephone": ("Phone",),
        "email": (),
        "tax_id": (),
    }
    away = {f"{side} {name}" for side in sides for name in parts[part]} | ({"Email"} if part == "email" else set())
    first, second = ordered_at_shopify(ADA)
    rows = [{name: text for name, text in row.items() if name not in away} for row in (first, second)]
    report = brought(tmp_path, SHOPIFY_ORDERS, rows[0] | {EXTRA: WHOLE[field]}, rows[1], extra=field)
    assert not [each for each in report["findings"] if each["column"] == EXTRA]
    opened = gate.use(Order.objects.get().whose, [kind], purpose="take_over", actor=gate.system("take_over"))
    record = opened.first(kind)
    assert record is not None
    value = record[part]
    assert isinstance(value, gate.Personal)
    assert value.reveal() == {"telephone": "+1 617-555-0188"}.get(part, WHOLE[field])


def test_what_another_column_says_already_stays_and_the_named_one_is_reported(tmp_path: Path) -> None:
    row = in_shopify(ADA) | {EXTRA: "Quincy"}
    report = brought(tmp_path, SHOPIFY_CUSTOMERS, row, extra="address.locality")
    assert said(ADA, "address", "locality") == ADA.locality
    assert [(each["row"], each["weight"]) for each in report["findings"] if each["column"] == EXTRA] == [(2, "changed")]
    first, second = ordered_at_shopify(BEN)
    report = brought(tmp_path, SHOPIFY_ORDERS, first, second | {EXTRA: "Quincy"}, extra="order_delivery.locality")
    assert [each["row"] for each in report["findings"] if each["column"] == EXTRA] == [3]


def test_a_second_import_with_the_same_names_changes_nothing(tmp_path: Path) -> None:
    row = in_shopify(ADA, Phone="") | {"Handy": "+1 617 555 0199"}
    brought(tmp_path, SHOPIFY_CUSTOMERS, row, Handy="telephone")
    before = vault()
    report = brought(tmp_path, SHOPIFY_CUSTOMERS, row, Handy="telephone")
    assert (report["products"]["unchanged"], report["ref"], vault()) == (1, "", before)


@pytest.mark.parametrize("word_there", ["yes", "subscribed", "TRUE", "1", "opted in"])
def test_a_yes_in_a_column_named_by_hand_is_no_consent_and_is_reported(tmp_path: Path, word_there: str) -> None:
    row = in_shopify(ADA) | {"WhatsApp": word_there}
    report = brought(tmp_path, SHOPIFY_CUSTOMERS, row, WhatsApp="news_by_text")
    assert word(ADA, "special_offers", "text") is None
    assert [each["row"] for each in report["findings"] if each["column"] == "WhatsApp"] == [2]


def test_a_no_in_such_a_column_binds(tmp_path: Path) -> None:
    row = in_shopify(ADA) | {"Rundbrief": "unsubscribed"}
    brought(tmp_path, SHOPIFY_CUSTOMERS, row, Rundbrief="news_by_mail")
    assert word(ADA) == "declined"


SENSITIVE = [
    ("Birthdate", "1969-07-20"),
    ("dateOfBirth", "1969-07-20"),
    ("Geburtstag", "20.7.1969"),
    ("Gender", "f"),
    ("Known allergies", "nuts"),
    ("Religion", "none"),
    ("Passport no.", "C01X00T47"),
    ("Credit card number", "ends in 4242"),
    ("Zusatz 7", "4242 4242 4242 4242"),
    ("Zusatz 8", "DE02120300000000202051"),
    ("Zusatz 9", "078-05-1120"),
]


@pytest.mark.parametrize(("column", "cell"), SENSITIVE)
def test_what_looks_sensitive_is_never_offered_and_said_in_words(tmp_path: Path, column: str, cell: str) -> None:
    report = brought(tmp_path, SHOPIFY_CUSTOMERS, in_shopify(ADA) | {column: cell, "Nickname": "Addy"}, dry_run=True)
    offered = [report["columns"][place] for place in report["open"]]
    assert (column in offered, "Nickname" in offered) == (False, True)
    assert any(each["column"] == column and "looks like" in each["words"] for each in report["findings"])
    assert column in {each["column"] for each in report["left_behind"]}


@pytest.mark.parametrize(("column", "cell"), SENSITIVE)
def test_nor_can_it_be_named_by_command(tmp_path: Path, column: str, cell: str) -> None:
    row = in_shopify(ADA) | {column: cell}
    by_name = bool(sensitive.in_name(column))
    with pytest.raises(NotImportable, match="looks like") if by_name else nullcontext():
        report = brought(tmp_path, SHOPIFY_CUSTOMERS, row, **{column: "provenance.origin"})
    if by_name:
        assert not gate.persons_at(ADA.email)
        return
    assert cell not in noted(ADA).values()
    assert (2, "changed") in {(each["row"], each["weight"]) for each in report["findings"] if each["column"] == column}


def test_without_the_look_at_names_and_cells_it_would_be_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sensitive, "in_name", lambda column: "")
    monkeypatch.setattr(sensitive, "in_cell", lambda text: "")
    row = in_shopify(ADA) | {"Birthdate": "1969-07-20", "Zusatz 7": "4242 4242 4242 4242"}
    report = brought(tmp_path, SHOPIFY_CUSTOMERS, row, dry_run=True)
    assert {"Birthdate", "Zusatz 7"} <= {report["columns"][place] for place in report["open"]}


@pytest.mark.parametrize(
    "harmless", ["Company", "Last Order Date", "PIN code", "Account number", "Language", "Herkunft"]
)
def test_what_only_sounds_like_it_is_offered(harmless: str) -> None:
    assert sensitive.in_name(harmless) == ""


def test_numbers_of_customers_and_telephones_are_no_cards() -> None:
    assert [sensitive.in_cell(text) for text in ("7210448301122", "+1 617 555 0199", "5123456789", "02118")] == [""] * 4
    assert all(
        sensitive.in_cell(text) for text in ("4242424242424242", "378282246310005", "GB82 WEST 1234 5698 7654 32")
    )


def test_the_command_names_columns_and_says_what_there_is_to_say(tmp_path: Path, capsys: Any) -> None:
    columns = [*SHOPIFY_CUSTOMERS, "Handy", "a=b"]
    path = str(saved(tmp_path, sheet(columns, in_shopify(ADA, Phone="") | {"Handy": "+1 617 555 0199", "a=b": "fair"})))
    assert main(["intake", "import", path, "--map", "handy=shoe size"]) == 2
    assert "telephone.telephone" in capsys.readouterr().err
    assert main(["intake", "import", path, "--map", "Handi=telephone"]) == 2
    assert "no column “Handi”" in capsys.readouterr().err
    assert main(["intake", "import", path, "--map", "Email=telephone"]) == 2
    assert "understood as it is" in capsys.readouterr().err
    assert not gate.persons_at(ADA.email)
    assert main(["intake", "import", path, "--map", "handy=telephone", "--map", "a=b=origin"]) == 0
    assert said(ADA, "telephone", "telephone") == "+1 617-555-0199"
    assert noted(ADA)["origin"] == "fair"


# -- a table of people that no shop system wrote


def test_by_command_a_table_of_people_is_brought_in_when_it_is_said_to_be_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def troth(*words: str) -> int:
        return main(["intake", "import", str(file), *words])

    file = saved(tmp_path, f"Wer,Kontakt,Handy\nAda Marlowe,{ADA.email},+1 617 555 0199\n".encode())
    assert troth() == 2
    assert "--people" in capsys.readouterr().err
    assert troth("--people") == 2
    assert "which column holds the e-mail addresses" in capsys.readouterr().err
    assert troth("--people", "--map", "Kontakt=email", "--map", "Wer=name") == 0
    assert said(ADA, "name", "name") == "Ada Marlowe"
    assert said(ADA, "telephone", "telephone") == "+1 617-555-0199"  # as its heading suggests
    assert troth("--people", "--map", "Kontakt=email", "--map", "Wer=name") == 0
    assert "1 unchanged" in capsys.readouterr().out


@pytest.mark.parametrize("words", [(), ("--people", f"--map={ADA.email}=email")])
def test_a_table_without_headings_loses_nobody_and_names_nobody(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved(tmp_path, f"Ada Marlowe,{ADA.email}\nBen Okafor,{BEN.email}\n".encode())
    assert main(["intake", "import", str(file), *words]) == 2
    told = capsys.readouterr().err
    assert "it has no headings" in told
    assert "@" not in told
    assert not gate.persons_at(BEN.email)
