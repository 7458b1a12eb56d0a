"""Why no field of these tables holds personal data."""

NOT_PERSONAL = {
    "channels.Message.id": "random id",
    "channels.Message.template": "name of a message template",
    "channels.Message.whose": "which kind of handle `to` is",
    "channels.Message.to": "an order's random party id, a random alias, or a person's random id sealed under the shop's "
    "secret; emptied when the message has ended",
    "channels.Message.ids": "ids only: `tasks.only_ids` refuses anything else before the row is written",
    "channels.Message.state": "state of the message",
    "channels.Message.attempts": "a number",
    "channels.Message.queued_at": "when it was queued",
    "channels.Message.next_at": "when it may be tried",
    "channels.Message.lease_until": "until when a worker has it",
    "channels.Message.handing_at": "when it was given to the carrier",
    "channels.Message.ended_at": "when it ended",
    "channels.Message.clause": "number of a clause of the policy",
    "channels.Message.code": "stable word for a refusal or failure, such as smtp-550",
    "channels.Link.id": "row number",
    "channels.Link.kind": "what the link opens",
    "channels.Link.digest": "SHA-256 of a 256-bit random token; nothing can be guessed from it",
    "channels.Link.sealed": "a random id, sealed under a key derived from the token, which is not stored",
    "channels.Link.expires_at": "when the link ends",
    "channels.Link.used_at": "when it was used",
}
