"""The browser's rules of one page: the shop's own, and the hosts of exactly the services that stand on it and may load.

A page without any has the header that all pages have. So a service that nobody allowed cannot load even where a page asks for it:
nothing but `{% service %}` lets a host in, and it asks the visitor's choice.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.csp import CSP, build_policy

from troth.visits import enforcement

type Handler = Callable[[HttpRequest], HttpResponseBase]


class BrowserRules:
    """The middleware. Inside the page cache, which keeps a page with its headers.

    The senses of the device are closed to every page and to whatever stands in it (W3C, Permissions Policy, section 5.1).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        names = loaded_on(request)
        if names and CSP.HEADER_ENFORCE not in response.headers:
            base = getattr(response, "_csp_config", settings.SECURE_CSP)  # what `csp_override` leaves
            response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(enforcement.browser_rules(base, names))
        return response


def lets_in(request: HttpRequest, name: str) -> None:
    """A service that may load stands on the page being drawn."""
    request.services_loaded = {*loaded_on(request), name}  # type: ignore[attr-defined]


def loaded_on(request: HttpRequest) -> frozenset[str]:
    found = getattr(request, "services_loaded", ())
    return frozenset(found)
