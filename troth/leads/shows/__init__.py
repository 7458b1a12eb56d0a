"""People met at a trade show: noted by hand or from a file, with place and day, and taken back.

    rows.read_file(path, report, …)    a file's rows as frozen `Person`s; what could not be read is in the report
    noting.note(show, people, actor)   into the vault, each whole or not at all; a `ShowReport`
    file.look / bring / take_back      the same of a file, in the background (`office.imports`)
    asking.behind / confirm            a yes to news, said by its owner in answer to a mail
    undo.take_back(ref, actor)         people whom only these notes have are erased, what was added to others is removed
    undo.sweep()                       whom nobody has heard of since is forgotten in time

The threats: a blank that becomes a consent (a yes somebody wrote down is none before its owner has said it, in answer to a
mail; a no they said here stands); a file that overwrites what customers said themselves (of whoever is known nothing but
where they work is added); a file that carries what nobody asked for (columns that no field is declared for are left out and
counted), or formulas (left out); an import that dies halfway (it goes on); notes that stay for ever.
"""
