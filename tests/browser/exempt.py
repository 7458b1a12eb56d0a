"""Addresses that show nobody a page when they are asked for one, or only after what a walk cannot do; each with its reason.

Addresses that only take forms, or give something else than a page (a feed, a picture, JSON), need no line: their answer says so.
"""

LEADS_ON = "leads on to another page, which is walked"
GUARD = (
    "only with an authenticator app or a passkey of one's own, which tests/browser/test_passkeys_and_apps.py walks with"
)
PROGRAM = "for programs with a token or a question of their own; it answers in JSON"

NO_PAGE = {
    "/my/privacy/orders/<number>/": LEADS_ON,
    "/products/<old>/": LEADS_ON,
    "/collections/<shelf>/products/<old>": LEADS_ON,
    "/product-page/<old>": LEADS_ON,
    "/product/<old>/": LEADS_ON,
    "/go/<banner>/<place>/": LEADS_ON,
    "/account/with/<service>/": LEADS_ON,
    "/account/addresses/shape/": "a piece of a form, which the form fetches while an address is typed",
    "/account/password/first/": "only for an account that has a passkey and no passphrase",
    "/account/password/new/": "only between a link's button and the new passphrase",
    "/account/security/app/remove/": GUARD,
    "/account/security/check/": GUARD,
    "/account/security/codes/": GUARD,
    "/account/security/codes/download/": GUARD,
    "/account/security/once-more/": GUARD,
    "/account/security/passkeys/<pk>/": GUARD,
    "/account/security/passkeys/<pk>/remove/": GUARD,
    "/account/security/passkeys/once-more/": GUARD,
    "/account/security/passkeys/sign-in/": GUARD,
    "/api/v1/<rest>": PROGRAM,
    "/api/v1/office/orders": PROGRAM,
    "/api/v1/office/orders/<number>": PROGRAM,
    "/api/v1/office/stock": PROGRAM,
    "/api/v1/office/stock/<ref>": PROGRAM,
    "/api/v1/orders/<number>": PROGRAM,
    "/api/v1/search": PROGRAM,
    "/api/v1/variants/<ref>": PROGRAM,
    "/media/images/<name>": "a picture",
    "/ledger/tile/<place>": "a piece of the ledger, for programs",
}
