"""Where people work, as partners tell: sealed with the person, seen by those who market, and theirs to say no to.

    ask.ask(person, partner, actor)           what a partner is given to tell about one person: a number, and the organization
    hearing.hear(partner, body, headers)      its word comes in
    known.find / known.of                     for the office: somebody by their address, and what is known

The threats: a word about somebody the partner was never given a number for (the number is sealed, and bound to the partner);
a number kept for years (it ends); the shop giving away who its customers are (a number says nothing, two of the same
person differ, and each that is given is a disclosure the person can read); a word against somebody's no (the gate refuses,
and the partner cannot tell from an unknown number).
"""
