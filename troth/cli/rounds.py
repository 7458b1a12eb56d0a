"""The process for everything that is not a page: messages leave, tasks run, the ledger grows, orders expire.

Each round has a thread of its own, so that a slow one keeps nothing waiting. A round that fails is
tried again; what is logged of it is its name and the class of the error.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import django

from .orphans import stop_with_parent

logger = logging.getLogger("troth.rounds")

LONGEST_PAUSE = 30.0
HOUR = 3600.0
# Seconds. Whoever pauses for longer leaves the stores meanwhile: a server lets in a hundred, and there are more rounds than half of that.
KEEPS_OPEN = 2.0


@dataclass(frozen=True, slots=True)
class Round:
    """`verb` is called every so many seconds. It returns when there is nothing to do any more."""

    name: str
    seconds: float
    verb: Callable[[], object]


def rounds() -> Iterator[Round]:
    yield from _what_is_due()
    yield from _what_is_sold()
    yield from _what_is_over()


def _what_is_due() -> Iterator[Round]:
    """Messages, tasks and proofs: somebody waits for them."""
    from troth.catalog import running_low
    from troth.catalog.notices import tell
    from troth.channels import queue
    from troth.orders import quotes
    from troth.people import resealing
    from troth.publishing import proofs
    from troth.recipients import till_counter
    from troth.tasks import LONG, SOON, worker

    yield Round("ledger", 1.0, proofs.sequence)
    yield Round("messages", 0.5, queue.send_due)
    yield Round("tasks", 1.0, partial(worker.run_due, queue=SOON))
    yield Round("long tasks", 1.0, partial(worker.run_due, queue=LONG))
    yield Round("carriers' prices", 0.25, quotes.ask_due)
    yield Round("practice webhooks", 60.0, till_counter.deliver_due)
    yield Round("second factors under an earlier secret", HOUR, resealing.reseal)
    yield Round("back in stock", 30.0, tell.tell_due)
    yield Round("stock running low", 60.0, running_low.tell)


def _what_is_sold() -> Iterator[Round]:
    """Orders on their way: paid or not, invoiced, sent, sent back."""
    from troth.orders import expire, feedback, tracking, unheard
    from troth.orders import sweep as leftovers
    from troth.orders.account import remind as invoices_due
    from troth.orders.exemptions import ending
    from troth.orders.invoices import due
    from troth.orders.owed import remind
    from troth.orders.reconcile import compare
    from troth.orders.returns import label_looked_up, lapse
    from troth.support import finding, left_behind

    yield Round("unpaid orders", 20.0, expire.expire)
    yield Round("invoices", 5.0, due.make)
    yield Round("unfinished orders", 300.0, leftovers.sweep)
    yield Round("payment provider's books", HOUR, compare.due)
    yield Round("parcels under way", 60.0, tracking.follow)
    yield Round("carriers' answers nobody heard", 60.0, unheard.settle)
    yield Round("labels for the way back nobody heard of", 60.0, label_looked_up.settle)
    yield Round("questions about deliveries", HOUR, feedback.ask_due)
    yield Round("order problems", 300.0, finding.look)
    yield Round("orders left on their way", HOUR, left_behind.settle)
    yield Round("tax exemptions that end", HOUR, ending.tell)
    yield Round("tax exemptions left half-way", HOUR, ending.sweep)
    yield Round("reminders of money owed", HOUR, remind.remind)
    yield Round("reminders of open invoices", HOUR, invoices_due.remind)
    yield Round("returns that never came", HOUR, lapse.lapse)


def _what_is_over() -> Iterator[Round]:
    """Everything that is kept for a time only."""
    from troth.api.office import changed_once
    from troth.api.orders import once
    from troth.campaigns import figures as campaigns
    from troth.catalog.importing import folder, unworked, working
    from troth.catalog.importing.pictures import shelf
    from troth.catalog.notices import tell
    from troth.channels import links, queue
    from troth.comments import withdraw as comments
    from troth.intake import forgetting
    from troth.leads.shows import undo as shows
    from troth.orders import access
    from troth.orders import sweep as leftovers
    from troth.people import counts, sessions, unproven
    from troth.recipients.inbound import tally
    from troth.recipients.webhooks import sending as webhooks
    from troth.rights import keyring, retention
    from troth.tasks import worker
    from troth.visits.counting import forget

    yield Round("retention", HOUR, retention.carry_out)
    yield Round("key ring", HOUR, keyring.turn)
    yield Round("data of unpaid orders", HOUR, leftovers.empty_unpaid)
    yield Round("people of an earlier shop", HOUR, forgetting.sweep)
    yield Round("unconfirmed accounts", HOUR, unproven.sweep)
    yield Round("old messages", HOUR, queue.sweep)
    yield Round("old tasks", HOUR, worker.sweep)
    yield Round("old links", HOUR, links.sweep)
    yield Round("old order cookies", HOUR, access.sweep)
    yield Round("old baskets", HOUR, leftovers.old_rows)
    yield Round("old wishes", HOUR, tell.sweep)
    yield Round("old files of imports", HOUR, folder.sweep)
    yield Round("imports by command that broke off", HOUR, working.end_abandoned)
    yield Round("imports of the office that broke off", 60.0, unworked.end_given_up)
    yield Round("pictures that imports replaced", HOUR, shelf.sweep)
    yield Round("old answers to programs", HOUR, once.sweep)
    yield Round("old changes of stock by programs", HOUR, changed_once.sweep)
    yield Round("old words to programs", HOUR, webhooks.sweep)
    yield Round("old sessions", HOUR, sessions.SessionStore.clear_expired)
    yield Round("old counts", HOUR, counts.sweep)
    yield Round("old words of partners", HOUR, tally.sweep)
    yield Round("old figures of campaigns", HOUR, campaigns.forget)
    yield Round("comments whose words are gone", 5.0, comments.Watch().look)
    yield Round("comments taken back", HOUR, comments.sweep)
    yield Round("people met at trade shows", HOUR, shows.sweep)
    yield Round("old counts of visits", HOUR, forget.old)


def keep(one: Round, stop: threading.Event) -> None:
    """Go the round until told to stop, pausing longer while it fails."""
    from django.db import close_old_connections, connections

    failed = 0
    while not stop.is_set():
        close_old_connections()
        try:
            one.verb()
            failed = 0
        except Exception as error:  # nothing may end a round; its text may hold a value, so it is not logged
            failed += 1
            logger.error("%s: %s", one.name, type(error).__qualname__)
        pause = min(one.seconds * 2**failed, max(LONGEST_PAUSE, one.seconds))
        if pause > KEEPS_OPEN:
            connections.close_all()
        else:
            close_old_connections()
        stop.wait(pause)


def main() -> None:
    stop_with_parent()
    stop = threading.Event()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, lambda number, frame: stop.set())
    django.setup()
    from troth.rights import keyring

    keyring.replay()  # a store restored from a backup learns first what was erased and refused since
    threads = [threading.Thread(target=keep, args=(one, stop), name=one.name, daemon=True) for one in rounds()]
    for thread in threads:
        thread.start()
    while not stop.wait(1.0):
        pass
    until = time.monotonic() + 12.0  # a letter on the line is finished, if the server answers
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.settings")
    main()
