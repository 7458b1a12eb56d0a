"""Every message the shop can write. What each is about is declared in `about_orders` and `about_people`.

The words are in `templates/channels/<name>/{subject.txt,body.txt,body.html}`. The room that sends a message tells its facts:
see the package's docstring.
"""

from __future__ import annotations

from collections.abc import Callable

from . import about_orders, about_people
from .errors import MissingFact, UnknownTemplate
from .template import Facts, Leaving, Template

__all__ = ["TEMPLATES", "Facts", "Leaving", "Template", "declared", "facts", "told"]

TEMPLATES = {template.name: template for template in (*about_orders.TEMPLATES, *about_people.TEMPLATES)}

_facts: dict[str, Facts] = {}


def declared(name: str) -> Template:
    """The template of that name; raises UnknownTemplate."""
    try:
        return TEMPLATES[name]
    except KeyError:
        raise UnknownTemplate(name) from None


def facts(name: str) -> Callable[[Facts], Facts]:
    """Decorator: this function tells what the template `name` needs. Lives in the sending room's `mails.py`."""
    declared(name)

    def registered(function: Facts) -> Facts:
        _facts[name] = function
        return function

    return registered


def told(leaving: Leaving) -> dict[str, object]:
    """Ask the sender's function; raises MissingFact when it leaves out what the template needs."""
    template = declared(leaving.template)
    function = _facts.get(template.name)
    found = dict(function(leaving)) if function else {}
    if missing := template.needs - found.keys():
        raise MissingFact(template.name, set(missing))
    return found
