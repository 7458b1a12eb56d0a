"""Why no field of this app holds personal data. The words, the name shown with them and whose they are lie in the vault."""

NOT_PERSONAL = {
    "comments.Comment.id": "number of a row",
    "comments.Comment.ref": "random",
    "comments.Comment.product": "which product",
    "comments.Comment.party": "random; whose it is stands in the vault",
    "comments.Comment.record": "random id of a record of the vault",
    "comments.Comment.answer": "random id of a record of the vault",
    "comments.Comment.stars": "a number of stars, of nobody without the vault",
    "comments.Comment.state": "a state",
    "comments.Comment.why": "one of a fixed list of reasons",
    "comments.Comment.turn": "a counter",
    "comments.Comment.language": "a language of the shop",
    "comments.Comment.resting": "a flag",
    "comments.Comment.written_on": "a day",
    "comments.Comment.renewed_on": "a day",
    "comments.Comment.begun_at": "a time",
    "comments.Comment.key_digest": "digest of a random word of the form",
    "comments.Shown.id": "number of a row",
    "comments.Shown.revision": "a counter",
}
