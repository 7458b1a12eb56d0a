"""How an entry of the ledger reads to somebody who works here: the same cases, told about the person."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from troth.policy import Kind, Purpose

from .wording import Said

WORDS: dict[str, Promise | str] = {
    "collect": _("They gave us: %(fields)s."),
    "collect-by-us": _("Entered by us: %(fields)s. It came from %(source)s."),
    "use": _("Opened by us: %(fields)s."),
    "use-own": _("They looked at: %(fields)s."),
    "reach": _("We wrote to them by %(channel)s."),
    "reach-telephone": _("We rang them."),
    "reach-text": _("We sent them a text message."),
    "reach-post": _("We wrote them a letter."),
    "disclose": _("Told to %(recipient)s: %(fields)s."),
    "outcome": _("What %(recipient)s was told was %(outcome)s."),
    "outcome-email": _("The mail to them was %(outcome)s."),
    "choose-yes": _("They said yes to “%(purpose)s” by %(channel)s."),
    "choose-no": _("They said no to “%(purpose)s” by %(channel)s."),
    "choose-yes-by-us": _("We noted their yes to “%(purpose)s” by %(channel)s."),
    "choose-no-by-us": _("We noted their no to “%(purpose)s” by %(channel)s."),
    "choose-yes-whole": _("They said yes to “%(purpose)s”."),
    "choose-no-whole": _("They said no to “%(purpose)s”."),
    "choose-yes-whole-by-us": _("We noted their yes to “%(purpose)s”."),
    "choose-no-whole-by-us": _("We noted their no to “%(purpose)s”."),
    "choose-over-signal": _("They said yes to “%(purpose)s”, over the privacy signal of their browser."),
    "processing:stopped": _("They told us to stop processing their data."),
    "processing:resumed": _("They let us process their data again."),
    "account:stopped": _("They closed their account for purchases."),
    "account:resumed": _("They opened their account for purchases again."),
    "processing:stopped-by-us": _("We stopped processing their data, as they asked."),
    "processing:resumed-by-us": _("We process their data again, as they asked."),
    "account:stopped-by-us": _("We closed their account for purchases, as they asked."),
    "account:resumed-by-us": _("We opened their account for purchases again, as they asked."),
    "role-granted": _("They were given the job “%(role)s”."),
    "role-revoked": _("Their job “%(role)s” ended."),
    "erase": _("They removed: %(fields)s."),
    "erase-by-us": _("Removed by us: %(fields)s."),
    "erase-all": _("They had themselves erased."),
    "erase-all-by-us": _("We erased them, as they asked."),
    "export": _("They took a copy of their data with them."),
    "export-by-us": _("We made a copy of their data to hand over to them."),
    "refused": _("Refused: %(asked)s."),
    "other": _("We worked with their data."),
}
ASKED: dict[str, Promise | str] = {
    "reach": _("nothing was sent to them by %(channel)s"),
    "choose": _("their choices stayed as they were"),
}
# Doors that the policy names in words to the person.
SOURCES: dict[str, Promise | str] = {
    "account_form": _("their account"),
    "preferences": _("their privacy page"),
    "over_signal": _("their choices, over their browser's privacy signal"),
    "checkout": _("the checkout of their account"),
    "order_page": _("the page of their order"),
    "phone_link": _("the page they were sent after a telephone call"),
    "looked_at": _("what they looked at while signed in"),
    "visit": _("their visit to the site"),
}


class SaidToStaff(Said):
    """One entry, in the third person."""

    def words(self) -> Mapping[str, Promise | str]:
        return WORDS

    def label_of(self, declared: Kind | Purpose) -> str:
        return declared.for_staff

    def who(self) -> str:
        return now("They themselves") if self.line.actor == "person" else super().who()

    def parts(self) -> dict[str, str]:
        parts = super().parts()
        if self.line.source in SOURCES:
            parts["source"] = str(SOURCES[self.line.source])
        if self.line.verb in ASKED:
            parts["asked"] = str(ASKED[self.line.verb]) % parts
        return parts
