"""Why no field of this app holds personal data. Who was met is written in the vault, behind an alias."""

NOT_PERSONAL = {
    "leads.ShowNotes.id": "number of a row",
    "leads.ShowNotes.ref": "random",
    "leads.ShowNotes.show": "name of a trade show; the form says that it names nobody",
    "leads.ShowNotes.place": "a town",
    "leads.ShowNotes.day": "a day",
    "leads.ShowNotes.taken_at": "a time",
    "leads.ShowNotes.people": "a counter",
    "leads.Met.id": "number of a row",
    "leads.Met.notes": "which notes",
    "leads.Met.alias": "an alias, not an address",
    "leads.Met.made": "a flag",
    "leads.Met.record": "random id of a record of the vault",
    "leads.Met.until": "a time",
    "leads.NewsAsked.id": "number of a row",
    "leads.NewsAsked.ref": "random",
    "leads.NewsAsked.met": "which row; whose it is, only the vault can tell",
    "leads.NewsAsked.kinds": "names of purposes of the policy, for as long as the mail's link lives",
    "leads.NewsAsked.asked_at": "a time",
    "leads.NewsAsked.answered_at": "a time",
}
