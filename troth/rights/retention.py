"""Retention runs: what the command and the task worker call."""

from troth import gate
from troth.comments import withdraw as comments
from troth.leads.sign_ups import ended as sign_ups
from troth.orders.phone import forgetting

ClockJumped = gate.ClockJumped


def carry_out(*, after_standstill: bool = False) -> int:
    """Destroy the keys whose time is over, batch by batch; how many. Raises ClockJumped.

    Orders only begun go first: with their key alone nobody could tell any more whose they were, and a guest would stay.
    """
    if not after_standstill:
        gate.check_clock()
    while forgetting.forget():
        pass
    sign_ups.sweep()  # a subscription has no end that a key could have: it is kept until its owner ends it
    total = 0
    while gone := gate.expire(after_standstill=after_standstill):
        total += gone
        after_standstill = True  # the clock was judged once for this run
    if total:
        comments.ended()  # what was over is off the pages now
    return total
