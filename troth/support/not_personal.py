"""Why no field of these tables holds personal data."""

NOT_PERSONAL = {
    "support.Case.id": "number of a row",
    "support.Case.ref": "random",
    "support.Case.order": "which order; whose it is stands in the vault",
    "support.Case.problem": "what is wrong, one of a fixed list",
    "support.Case.by": "what kind of party opened it, never which one",
    "support.Case.opened_at": "a time",
    "support.Case.due_at": "a time",
    "support.Case.closed_at": "a time",
    "support.Case.outcome": "how it ended, one of a fixed list",
    "support.Attempt.id": "number of a row",
    "support.Attempt.case": "which case",
    "support.Attempt.channel": "name of a channel",
    "support.Attempt.tried": "what came of it, one of a fixed list",
    "support.Attempt.at": "a time",
}
