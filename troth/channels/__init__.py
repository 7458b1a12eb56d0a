"""Messages to people. A room says *which* message and *about what ids*; channels does the rest when it leaves.

Sending (inside the caller's shop transaction; the row is the queue, so a rolled-back order sends nothing):

    from troth import channels

    channels.send("order_shipped", PartyId(order.party), order=order.pk, parcel=parcel.pk)

`to` is a PersonId, a PartyId, or an alias ("<random>@sealed.invalid", for account mails where the very address
matters: confirming a new one, telling the old one). ids are ints, UUIDs or short slugs, nothing else; `language="de"`
may be among them; else it is that of the page that asked, or of what the message is about (`channels/speaking.py`). `channels.send_now(...)` is the same for mails that must leave before the next step
(`erasure_done`, before the address is gone); call it outside a transaction and look at the returned `.state`.

Saying what a message says. Every template is declared in `channels/about_orders.py` or `about_people.py` (purpose, channel,
why). The room that sends it has a module **`mails.py` at its root** (`troth/orders/mails.py`), found at start the way Django's admin finds
`admin.py`, with one function per template:

    @channels.facts("order_shipped")
    def order_shipped(leaving: channels.Leaving) -> dict[str, object]:
        order = Order.objects.get(pk=leaving.ids["order"])
        token = channels.links.mint("order", order.public_id, hours=72)
        return {"number": order.number, "url": f"/orders/{token}/", ...}

It runs in the worker, at the moment of leaving: secret links are minted here, never earlier. What each template needs
is written in its `Template.needs` (same file), and checked: a missing fact fails loudly. URLs may start with "/";
they are made absolute. Do not put names or addresses into facts: mails travel less safely than our pages.

Links: `channels.links.mint(kind, target, hours=…) -> token`, `links.valid(kind, token) -> bool` (does not use it up),
`links.redeem(kind, token) -> UUID | None` (once). Mail scanners open links: show a page with a button when
`valid`, redeem on POST, set your cookie, redirect to an address without the token.

Opting out binds messages already under way: after `gate.choose/restrict/close` call
`channels.fence.settle(person) -> bool`; True means nothing that was checked earlier is still leaving.

Every mail goes out through `channels.mailbackend.SealedMailBackend`, the one place that turns an alias into an address, by asking
the gate with the message's purpose. Django's own `EmailMessage.send()` works too, with one alias as recipient and
the header `X-Troth-Purpose`; without the header it raises `NoPurpose`.
"""

from typing import TYPE_CHECKING, Any

from .speaking import asked_in, speaks
from .templates import Leaving, Template, facts

__all__ = ["Leaving", "Template", "asked_in", "facts", "fence", "links", "send", "send_now", "speaks"]

if TYPE_CHECKING:
    from . import fence, links
    from .queue import send, send_now
else:

    def __getattr__(name: str) -> Any:
        """Models cannot be imported while Django is still loading apps, so these are found at first use."""
        from importlib import import_module

        if name in ("fence", "links"):
            return import_module(f"{__name__}.{name}")
        if name in ("send", "send_now"):
            return getattr(import_module(f"{__name__}.queue"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
