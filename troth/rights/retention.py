"""Retention runs: what the command and the task worker call."""

from troth import gate

ClockJumped = gate.ClockJumped


def carry_out(*, after_standstill: bool = False) -> int:
    """Destroy the keys whose time is over, batch by batch; how many. Raises ClockJumped."""
    total = 0
    while gone := gate.expire(after_standstill=after_standstill):
        total += gone
        after_standstill = True  # the clock was judged once for this run
    return total
