"""Many products changed at once: looked at first, applied whole or not at all, and taken back.

choosing.fitting(…)         which products
looking.look(keys, edit)    what would change; nothing does
doing.apply(…)              the same, in one transaction, with what it takes to take it back
back.take_back(run)         as before, as far as nobody changed it since
"""
