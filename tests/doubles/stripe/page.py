"""The page a payer sees. It looks like nobody's brand, and asks for what a payment page asks for."""

from __future__ import annotations

from html import escape
from typing import Any

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body{{font:16px/1.5 sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem}}label{{display:block;margin:.8rem 0}}
input{{display:block;width:100%;font:inherit;padding:.4rem}}[role=alert]{{color:#a00}}button{{font:inherit;padding:.5rem 1rem}}
</style>
<main><h1>{title}</h1><p>{amount}</p>{said}{form}<p><a href="{away}">Back to the shop</a></p></main></html>"""
_FORM = """<form method="post">
<label>E-mail <input name="email" type="email" value="{email}" required></label>
<label>Card number <input name="card" inputmode="numeric" autocomplete="cc-number" required></label>
<label>Expiry date <input name="expiry" autocomplete="cc-exp" placeholder="MM / YY" required></label>
<label>Security code <input name="code" inputmode="numeric" autocomplete="cc-csc" required></label>
<button>Pay</button></form>"""


def shown(session: dict[str, Any], said: str = "") -> str:
    still_open = session["status"] == "open"
    return _PAGE.format(
        title=escape(session["title"]),
        amount=f"{session['currency'].upper()} {session['amount_total'] / 100:.2f}",
        said=f'<p role="alert">{escape(said)}</p>' if said else "",
        form=_FORM.format(email=escape(session["customer_email"] or "")) if still_open else "<p>This page is over.</p>",
        away=escape(session["cancel_url"] or "", quote=True),
    )
