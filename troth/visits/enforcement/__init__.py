"""What a browser may be made to store and load: the policy and the visitor's choice, held against what a page does.

declared(policy, live)          what may be kept on the shop's pages, by the name a browser sees
judge(set, declared, consent)   the cookies a response may not set as it does
placed(name, consent, told)     a service as it stands on a page: its address, or the card in front of it
browser_rules(base, names)      the Content-Security-Policy that lets exactly those services load
record(fault)                   counted, for the office and `troth doctor`
"""

from .declared import Declared, declared, in_force
from .faults import ODD, Counted, counted, forget, record
from .judging import Fault, Kind, NotAllowed, Setting, judge, leftovers
from .placing import PIECE, Placed, browser_rules, embeds, hosts_of, loaded, placed, policy_of, practice_origin

__all__ = [
    "ODD",
    "PIECE",
    "Counted",
    "Declared",
    "Fault",
    "Kind",
    "NotAllowed",
    "Placed",
    "Setting",
    "browser_rules",
    "counted",
    "declared",
    "embeds",
    "forget",
    "hosts_of",
    "in_force",
    "judge",
    "leftovers",
    "loaded",
    "placed",
    "policy_of",
    "practice_origin",
    "record",
]
