"""Where people work, as partners tell: sealed with the person, seen by those who market, and theirs to say no to.

    numbers.give(person, partner, actor)      the number a partner is given for one person
    hearing.hear(partner, body, headers)      its word comes in
    known.find / known.of                     for the office: somebody by their address, and what is known

The threats: a word about somebody the partner was never given a number for (the number is sealed, and bound to the partner);
a number kept for years (it ends); the shop giving away who its customers are (a number says nothing, and two of the same
person differ); a word against somebody's no (the gate refuses, and the partner cannot tell from an unknown number).
"""
