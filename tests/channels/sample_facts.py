"""What each template could be told. A template without a sample here fails the tests."""

from troth import gate

_LINES = [
    {"name": "Erlenmeyer flask, 250 ml & lid", "quantity": 2, "total": "$ 24.00"},
    {"name": "Pipette tips <96>", "quantity": 1, "total": "$ 9.50"},
]
_ORDER = {"number": "T-7K4Q-93", "url": "/orders/token/"}
_COSTS = [{"words": "Standard, by USPS", "amount": "$ 9.50"}, {"words": "Sales tax", "amount": "$ 1.20"}]
_WHOLE = {**_ORDER, "lines": _LINES, "total": "$ 43.00", "costs": _COSTS}
_PARCEL = {
    **_ORDER,
    "carrier": "UPS",
    "tracking": "1Z999",
    "expected": "24 November 2026",
    "inside": [{"name": "Erlenmeyer flask, 250 ml & lid", "quantity": 2}],
}
_TRANSFER = {
    "transfer_to": [
        {"words": "IBAN", "value": "DE02 1203 0000 0000 2020 51"},
        {"words": "Reference", "value": "T-7K4Q93"},
    ],
    "due": "23 December 2026",
    "amount": "$ 43.00",
}
_THEIRS = {"purchase_order": gate.Personal("PO-4711 / 3", gate.Grant("billing", "2a.billing"))}
_TIMED = {"url": "/somewhere/token/", "hours": 24}

SAMPLES: dict[str, dict[str, object]] = {
    "order_placed": {
        **_WHOLE,
        "pay_url": "/orders/token/pay/",
        "terms_url": "/terms/2026-11-22-0123456789ab/",
        **_TRANSFER,
        **_THEIRS,
    },
    "order_paid": {**_WHOLE, **_THEIRS},
    "order_shipped": {**_WHOLE, "carrier": "UPS", "tracking": "1Z999", "tracking_url": "https://carrier.example/1Z999"},
    "parcel_number": {**_PARCEL, "tracking_url": "https://carrier.example/1Z999"},
    "parcel_near": {**_PARCEL},
    "parcel_problem": {**_PARCEL, "tracking_url": "https://carrier.example/1Z999"},
    "order_delivered": {**_PARCEL, "part": True, "told": True},
    "delivery_question": {"number": "T-7K4Q-93", "url": "/delivery/token/", "carrier": "UPS"},
    "payment_failed": {
        **_ORDER,
        "pay_url": "/orders/token/pay/",
        "until": "23 November 2026, 14:00",
        "total": "$ 43.00",
    },
    "pay_link": {**_ORDER, "pay_url": "/orders/token/pay/", "until": "23 November 2026, 14:00", "total": "$ 43.00"},
    "phone_order": {
        **_ORDER,
        "number": "D-7K4Q93",
        "lines": _LINES,
        "costs": [{"words": "Sending, taxes and what is taken off", "amount": "$ 6.00"}],
        "total": "$ 43.00",
        "until": "6 December 2026",
        "telephone": "+1 617 555 0142",
    },
    "order_cancelled": {**_ORDER, "because": "You asked for it.", "refunded": "$ 43.00"},
    "return_agreed": {
        **_ORDER,
        "inside": [{"name": "Erlenmeyer flask, 250 ml & lid", "quantity": 1}],
        "until": "6 December 2026",
        "address": ["Cellorama LLC", "1 Sample Street", "Milton, MA 02186"],
        "exchange": True,
    },
    "return_label": {**_ORDER, "carrier": "UPS", "until": "6 December 2026"},
    "exchange_to_pay": {
        **_ORDER,
        "inside": [{"name": "Erlenmeyer flask · Large", "quantity": 1}],
        "amount": "$ 2.00",
        "until": "26 November 2026, 14:00",
    },
    "return_refused": {**_ORDER, "because": "It was made to order"},
    "order_problem": {**_ORDER, "problem": "The carrier can’t deliver your parcel."},
    "problem_settled": {**_ORDER, "told": "Something arrived damaged", "end": "You get money back, the way you paid."},
    "refund_apology": {**_ORDER, "because": "The last one was sold a moment before.", "refunded": "$ 43.00"},
    "refund_given": {**_ORDER, "because": "Goods were damaged", "refunded": "$ 12.00"},
    "order_changed": {**_ORDER, "inside": _PARCEL["inside"], "refunded": "$ 12.00"},
    "order_readdressed": _ORDER,
    "dispute_question": {**_ORDER, "total": "$ 43.00"},
    "money_owed": {
        **_ORDER,
        "amount": "$ 43.00",
        "due": "7 December 2026",
        "again": True,
        "last": True,
        "answered": True,
    },
    "invoice_reminder": {**_ORDER, **_TRANSFER, **_THEIRS, "last": True},
    "invoice_lowered": {
        **_ORDER,
        **_THEIRS,
        "off": "$ 12.00",
        "because": "Goods came back",
        "left": "$ 31.00",
        "due": "23 December 2026",
        "refunded": "$ 5.00",
    },
    "owed_paid": {**_ORDER, "amount": "$ 43.00"},
    "account_confirm_email": {**_TIMED, "code": "7K4Q93"},
    "account_exists": {"sign_in_url": "/account/login/", "reset_url": "/account/password/reset/"},
    "account_unknown": {"sign_up_url": "/account/signup/"},
    "password_reset": _TIMED,
    "password_changed": {"reset_url": "/account/password/reset/"},
    "sign_in_changed": {},
    "email_changed": {"contact_url": "/privacy/"},
    "account_closed": {"url": "/my/privacy/"},
    "rules_changed": {"url": "/my/privacy/choices/moved/"},
    "erasure_done": {
        "url": "/privacy/",
        "gone": ["Name and addresses", "Choices"],
        "stays": [{"what": "Invoices", "until": "31 December 2033", "clause": "R.statutory"}],
    },
    "privacy_link": _TIMED,
    "news_confirm": {
        "kinds": ["Newsletter", "Special offers"],
        "show": "Lab Days & Glass",
        "url": "/news/x/",
        "days": 14,
    },
    "sign_up_confirm": {**_TIMED, "kinds": ["Newsletter", "Special offers"], "url": "/news/yes/x/"},
    "comment_news": {
        "what": "Erlenmeyer flask (250 ml) & lid",
        "head": "Your comment is on the page",
        "said": "One of us has read it, and everybody can read it now.",
        "url": "/account/comments/",
    },
    "exemption_news": {
        "head": "Your tax exemption is approved",
        "said": "From now on your orders that go there carry no sales tax, if you are signed in when you place them.",
        "what": "resale certificate, MA, valid until May 31, 2027",
        "url": "/account/tax-exemptions/",
    },
    "notice_confirm": {**_TIMED, "what": "Erlenmeyer flask (250 ml) & lid"},
    "back_in_stock": {"what": "Erlenmeyer flask (250 ml) & lid", "url": "/products/erlenmeyer-flask/?variant=EF-250"},
    "staff_welcome": {**_TIMED, "roles": "Order desk"},
}
