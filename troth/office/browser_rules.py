"""The Content-Security-Policy of the office: the shop's own. No inline script runs here either (see `quiet_start`)."""

from __future__ import annotations

from django.conf import settings

RULES: dict[str, list[str]] = {**settings.SECURE_CSP}
# The text editor of products and pages writes <style> elements with a key that changes at every start (Draftail, in
# Wagtail's vendor.js), so no hash fits. Elements only, on the screens that have the editor; attributes stay forbidden.
EDITING = {**RULES, "style-src-elem": ["'self'", "'unsafe-inline'"], "style-src-attr": ["'none'"]}
# A page's preview is a page of the shop in a frame of the editor.
EDITING_PAGES = {**EDITING, "frame-src": ["'self'"]}
PREVIEW = {**RULES, "frame-ancestors": ["'self'"]}


def rules_for(path: str) -> dict[str, list[str]]:
    if path.startswith("/office/pages/"):
        return PREVIEW if path.endswith("/preview/") else EDITING_PAGES
    return EDITING if path.startswith("/office/snippets/") else RULES
