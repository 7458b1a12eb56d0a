"""The layout of policy.yaml, written once: the parser reads by it and the JSON Schema is printed from it."""

from __future__ import annotations

from .asking import ActorKind, Verb
from .shape import Flag, ListOf, MapOf, NameOf, OneOf, Schema, Table, Text, Whole
from .taxonomy import BASES, CATEGORIES, DPV_PURPOSES, OWN_CATEGORIES, SELLING_DPV, SELLING_USES, USES
from .values import Model

FORMAT = "1"
LOADED_BY = {"analytics": "img-src", "advertising": "frame-src", "embed": "frame-src"}
"""Kind of service → the directive that governs how a page loads it: a picture that counts, or a frame."""

CODES = (
    "purpose_not_declared",
    "jurisdiction_not_declared",
    "kind_not_declared",
    "field_not_granted",
    "source_not_declared",
    "recipient_not_granted",
    "channel_not_declared",
    "actor_without_purpose",
    "reason_needed",
    "not_in_force",
    "expired",
    "restricted",
    "closed",
    "declined",
    "consent_needed",
    "no_choice",
    "right_not_served",
)
"""Every code a refusal can carry, besides "embargoed", whose clause and words are those of the embargo."""

NAME = Text(r"[a-z][a-z0-9_]{1,47}", "fulfil_order")
CLAUSE_ID = Text(r"[0-9A-Z][0-9a-z]{0,2}(?:\.[a-z0-9_]+){0,2}", "2a.form or O.a")
COUNTRY = Text(r"[A-Z]{2}", "US")
PLACE = Text(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?", "US or US-CA")
DATE = Text(r"\d{4}-\d{2}-\d{2}", "2026-11-22")
EMAIL = Text(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", "privacy@example.com")
WEB = Text(r"https://[^\s]+", "https://www.example.com/privacy")

NAMED = Text(r"[A-Za-z0-9_:.-]{1,60}\*?", "wagtail:*")
HOST = Text(r"practice|https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?", "https://media.example.com, or practice")
ADDRESS = Text(
    r"(?:practice|https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?)/[A-Za-z0-9_./-]*(?:\{what\})?[A-Za-z0-9_./-]*",
    "https://media.example.com/show/{what}",
)

WORDS = Text(told=True)

CLAUSE = NameOf("clauses")
NAMES = {section: NameOf(section) for section in ("kinds", "purposes", "sources", "channels", "retention")}
ACTORS = OneOf(tuple(ActorKind), "actor")
FIELD_LISTS = MapOf(NAMES["kinds"], ListOf(NAME))

FIELD = Table(
    {"label": WORDS, "why": WORDS, "category": OneOf(tuple(sorted(CATEGORIES | set(OWN_CATEGORIES))), "category")},
    {"lines": (Flag(), False), "picture": (Flag(), False)},
)
KIND = Table(
    {
        "label": WORDS,
        "clause": CLAUSE,
        "of": OneOf(("person", "party", "nobody", "everybody"), "owner"),
        "retention": NAMES["retention"],
        "fields": MapOf(NAME, FIELD, least=1),
    },
    {"staff_label": (WORDS, ""), "single": (Flag(), False), "lookup": (NAME, ""), "plain": (Flag(), False)},
)
LINKED = Table(
    {
        "label": WORDS,
        "why": WORDS,
        "clause": CLAUSE,
        "retention": NAMES["retention"],
        "category": OneOf(tuple(sorted(CATEGORIES)), "category"),
    }
)
PURPOSE = Table(
    {
        "label": WORDS,
        "says": WORDS,
        "clause": CLAUSE,
        "basis": OneOf(tuple(BASES), "legal basis"),
        # The selling uses are read, so that the check can say why they can't stand here; the schema leaves them out.
        "use": OneOf(tuple(sorted(USES | SELLING_USES)), "data use"),
        "dpv": OneOf(tuple(sorted(DPV_PURPOSES | SELLING_DPV)), "purpose of the Data Privacy Vocabulary"),
    },
    {
        "staff_label": (WORDS, ""),
        "uses": (FIELD_LISTS, dict),
        "collects": (MapOf(NAMES["kinds"], ListOf(NAMES["sources"])), dict),
        "channels": (ListOf(NAMES["channels"]), list),
        "serves": (
            MapOf(OneOf((Verb.CHOOSE, Verb.RESTRICT, Verb.ERASE, Verb.EXPORT), "right"), ListOf(ACTORS)),
            dict,
        ),
        "choice": (NameOf("choices"), ""),
        "promotional": (Flag(), False),
        "transactional": (Flag(), False),
        "survives_restriction": (Flag(), False),
        "moves_goods": (Flag(), False),
    },
)
ROLE = Table(
    {"label": WORDS, "clause": CLAUSE, "purposes": ListOf(NAMES["purposes"])},
    {"with_reason": (ListOf(NAMES["purposes"]), list)},
)
RECIPIENT = Table(
    {
        "label": WORDS,
        "clause": CLAUSE,
        "acts": OneOf(("for_us", "on_its_own"), "way to act"),
        "why": WORDS,
        "country": COUNTRY,
        "policy_url": WEB,
    },
    {"told": (MapOf(NAMES["purposes"], FIELD_LISTS), dict), "practice": (Flag(), False)},
)
CHOSEN = ("measurement", "advertising", "personalization")
COOKIE = Table(
    {
        "label": WORDS,
        "why": WORDS,
        "clause": CLAUSE,
        "purpose": NAMES["purposes"],
        "category": OneOf(("essential", *CHOSEN), "category"),
        "life": WORDS,
        "max_age": Whole(),
    },
    {
        "host_prefix": (Flag(), False),
        "kept_in": (OneOf(("cookie", "localStorage", "sessionStorage", "indexedDB"), "store of a browser"), "cookie"),
        "named": (NAMED, ""),
    },
)
LEFT = Table({"why": WORDS, "life": WORDS, "max_age": Whole(), "at": OneOf(("shop", "service"), "place")})
SERVICE = Table(
    {
        "label": WORDS,
        "why": WORDS,
        "clause": CLAUSE,
        "purpose": NAMES["purposes"],
        "category": OneOf(CHOSEN, "category"),
        "kind": OneOf(tuple(LOADED_BY), "kind of service"),
        "recipient": NameOf("recipients"),
        "address": ADDRESS,
        # No script-src: what others wrote would read whatever stands on the page, and type into its forms.
        "hosts": MapOf(
            OneOf(("connect-src", "font-src", "frame-src", "img-src", "media-src"), "directive"), ListOf(HOST), 1
        ),
    },
    {
        # No word here means a person, so no service can be told one.
        "measures": (ListOf(OneOf(("page", "product", "amount"), "measure")), list),
        "cookies": (MapOf(NAME, LEFT), dict),
    },
)
TERM = Table({"because": WORDS}, {"years": (Whole(), 0), "months": (Whole(), 0), "days": (Whole(), 0)})
RETENTION = Table(
    {"label": WORDS, "says": WORDS, "clause": CLAUSE, "period": OneOf(("none", "year", "month", "day"), "period")},
    {"keep": (MapOf(NameOf("jurisdictions", besides="everywhere"), TERM), dict)},
)
CONSENT = Table({"model": OneOf(tuple(Model), "consent model")}, {"months": (Whole(), 0)})
JURISDICTION = Table(
    {
        "label": WORDS,
        "clause": CLAUSE,
        "law": WORDS,
        "strictness": Whole(1),
        "consent": MapOf(NameOf("choices"), MapOf(NameOf("channels", besides="itself"), CONSENT, least=1)),
        "deadlines": MapOf(
            OneOf(("answer", "extension", "opt_out"), "deadline"), Table({"days": Whole(1), "law": WORDS})
        ),
    },
    {"countries": (ListOf(PLACE), list)},
)
CONTROLLER = Table(
    {
        "name": Text(),
        "street_address": Text(),
        "locality": Text(),
        "region": Text(),
        "postcode": Text(),
        "country": COUNTRY,
        "email": EMAIL,
        "telephone": Text(r"\+[0-9 ()-]{6,24}", "+1 617 555 0100"),
        "privacy_contact": Text(),
    },
    {"tax_id": (Text(), "")},
)
DOCUMENT = Table(
    {
        "format": OneOf((FORMAT,), "format"),
        "name": Text(),
        "changed": DATE,
        "controller": CONTROLLER,
        "sections": ListOf(NAME),
        "clauses": MapOf(
            CLAUSE_ID,
            Table(
                {"says": WORDS},
                {
                    "built": (Flag(), True),
                    "beyond": (Flag(), False),
                    "kept_by": (OneOf(("rules", "software", "statement"), "keeper"), "rules"),
                },
            ),
            least=1,
        ),
        "refusals": MapOf(OneOf(CODES, "refusal code"), Table({"clause": CLAUSE, "says": WORDS})),
        "choices": MapOf(NAME, Table({"label": WORDS, "says": WORDS, "clause": CLAUSE})),
        "channels": MapOf(NAME, Table({"label": WORDS, "clause": CLAUSE}), least=1),
        "sources": MapOf(
            NAME,
            Table(
                {"label": WORDS, "clause": CLAUSE, "by": ListOf(ACTORS)},
                {"new_purchase": (Flag(), False), "words": (Flag(), False)},
            ),
            least=1,
        ),
        "retention": MapOf(NAME, RETENTION, least=1),
        "kinds": MapOf(NAME, KIND, least=1),
        "purposes": MapOf(NAME, PURPOSE, least=1),
        "own_data": Table({"clause": CLAUSE, "purposes": ListOf(NAMES["purposes"])}),
        "roles": MapOf(NAME, ROLE),
        "recipients": MapOf(NAME, RECIPIENT),
        "cookies": MapOf(NAME, COOKIE),
        "jurisdictions": MapOf(NAME, JURISDICTION, least=1),
        "unknown_country": NameOf("jurisdictions"),
    },
    {
        "linked": (MapOf(NAME, LINKED), dict),
        "services": (MapOf(NAME, SERVICE), dict),
        "embargoes": (MapOf(PLACE, Table({"label": WORDS, "clause": CLAUSE, "law": WORDS})), dict),
    },
)


def json_schema() -> Schema:
    """The schema editors use. Uses of data that would be selling it aren't in it: they can't be written down."""
    schema: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A policy that Troth runs",
        **DOCUMENT.schema(),
    }
    schema["properties"]["format"]["enum"] = [int(FORMAT), FORMAT]
    purpose = schema["properties"]["purposes"]["additionalProperties"]["properties"]
    purpose["use"]["enum"] = sorted(USES)
    purpose["dpv"]["enum"] = sorted(DPV_PURPOSES)
    return schema
