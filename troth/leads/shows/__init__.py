"""People met at a trade show: noted by hand or from a file, with place and day, and taken back.

    rows.read(content)                 a file's rows as frozen `Person`s, and what could not be read
    noting.note(show, people, actor)   into the vault, each whole or not at all; a `Report`
    noting.look(show, people)          what would become of each; nothing is kept
    undo.take_back(ref, actor)         people whom only these notes have are erased, what was added to others is removed
    undo.sweep()                       whom nobody has heard of since is forgotten in time

The threats: a blank that becomes a consent (only a clear yes is one, and not where the law wants it shown); a file that
overwrites what customers said themselves (of whoever is known nothing but where they work is added); a file that carries what
nobody asked for (columns that no field is declared for are left out and counted); notes that stay for ever.
"""
