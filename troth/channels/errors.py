"""What can go wrong with a message. No text here ever holds an address.

ChannelError
├── UnknownTemplate   a name no template is declared under
├── MissingFact       the sender's function did not tell what its template needs
├── NoPurpose         a mail without a declared purpose
├── NotSealed         a recipient that is not an alias, or not exactly one
└── NotHanded         the carrier did not take the mail
    ├── TryLater      it did not, and may later (busy, time-out before the letter was handed over)
    ├── NeverTaken    it did not and will not (no such mailbox)
    └── Unknown       the line broke after the letter was handed over: it may or may not be on its way
"""


class ChannelError(Exception):
    pass


class UnknownTemplate(ChannelError, LookupError):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"No message template is called '{name}'. Declare it in troth/channels/about_orders.py or about_people.py."
        )


class MissingFact(ChannelError, LookupError):
    def __init__(self, template: str, missing: set[str]) -> None:
        super().__init__(f"The facts for '{template}' lack: {', '.join(sorted(missing))}.")


class NoPurpose(ChannelError, ValueError):
    def __init__(self, purpose: str = "") -> None:
        said = f"'{purpose}' is no purpose of the policy" if purpose else "it names no purpose"
        super().__init__(f"This mail is not sent: {said}. Set the header X-Troth-Purpose to a declared one.")


class NotSealed(ChannelError, ValueError):
    def __init__(self, why: str) -> None:
        super().__init__(f"This mail is not sent: {why}. A mail goes to exactly one alias, never to an address.")


class NotHanded(ChannelError):
    """`code` is a short word for the row, such as "smtp-550" or "time-out"."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"The mail was not handed over ({code}).")


class TryLater(NotHanded):
    pass


class NeverTaken(NotHanded):
    pass


class Unknown(NotHanded):
    pass
