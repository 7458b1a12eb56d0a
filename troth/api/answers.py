"""What becomes of an error: the one mapping from exceptions to problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from troth.orders.errors import OrderTrouble, Refused

from .problem import Fault, Kind, Trouble, answer

NOT_FOUND = _("Nothing is at this address, or not any more.")
MOST_FAULTS = 20
BODY = "told"  # what views call the body they take
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# By the word pydantic has for it (or its ending); its own sentences would not be translated, and some repeat values.
_WORDS: Mapping[str, str | Promise] = {
    "missing": _("It is missing."),
    "extra_forbidden": _("It is not known here."),
    "too_long": _("It is too long."),
    "too_short": _("It is too short."),
    "than": _("It is out of range."),
    "equal": _("It is out of range."),
    "type": _("It is of another type."),
    "illegible": _("There is an invisible sign in it."),
    "parsing": _("It is of another type."),
    "not-declared": _("The privacy policy is silent about this, so it is not taken in."),
    "not-needed": _("Here it is not needed, so it is not taken in."),
    "cursor": _("It is no cursor of this list. Begin again without one."),
}


def teach(api: NinjaAPI) -> None:
    """Errors that nobody foresaw go on to the door, which writes them down."""
    api.add_exception_handler(Trouble, _trouble)
    api.add_exception_handler(ValidationError, _not_fitting)
    api.add_exception_handler(HttpError, _bad_json)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(OrderTrouble, _not_now)
    api.add_exception_handler(AuthenticationError, _no_token)


def not_found() -> HttpResponse:
    return answer(Kind.NOT_FOUND, NOT_FOUND)


def faulty(where: str, kind: str) -> ValidationError:
    """What a view raises that finds something unfit itself."""
    return all_faulty([(where, kind, "")])


def all_faulty(found: Iterable[tuple[str, str, str]]) -> ValidationError:
    """The same for several things: where, a word for programs, and a sentence where the word's own does not do."""
    return ValidationError(
        [{"loc": tuple(where.split(".")), "type": kind, "says": says} for where, kind, says in found]
    )


def _trouble(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(error.kind, error.detail, code=error.code)


def _not_now(request: HttpRequest, error: Any) -> HttpResponse:
    """The word for programs is the error's own name: `BasketChanged` is "basket-changed"."""
    return answer(Kind.NOT_NOW, str(error), code=_CAPITAL.sub("-", type(error).__name__).lower())


def _no_token(request: HttpRequest, error: Any) -> HttpResponse:
    told = _("Send a token from the office: `Authorization: Bearer …`. It may have run out or been ended.")
    return answer(Kind.NO_TOKEN, told, headers={"WWW-Authenticate": "Bearer"})


def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return not_found()


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(Kind.REFUSED, error.reason, clause=error.clause)


def _bad_json(request: HttpRequest, error: Any) -> HttpResponse:
    """The framework raises it for nothing but a body it cannot read."""
    return answer(Kind.BAD_JSON, _("Send UTF-8 text in JSON, as the description says."))


def _not_fitting(request: HttpRequest, error: Any) -> HttpResponse:
    faults = [_fault(each["loc"], each["type"], each.get("says", "")) for each in error.errors[:MOST_FAULTS]]
    return answer(Kind.NOT_FITTING, _("See `errors` for what is to be changed."), errors=faults)


def _fault(place: Sequence[object], kind: str, says: str) -> Fault:
    """`place` of a body names the view's own parameter second, which is nothing to those outside."""
    steps = [place[0], *place[2:]] if place[0] == "body" and len(place) > 1 and place[1] == BODY else place
    words = says or next((words for name, words in _WORDS.items() if kind.endswith(name)), _("It is not as described."))
    return Fault(where=".".join(str(step)[:80] for step in steps), kind=kind, what=str(words))
