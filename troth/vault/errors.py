"""What can go wrong in the vault.

VaultError
├── KeyRingEmpty      no epoch in the key folder
├── KeyRingMissing    a row names an epoch whose secret is gone
├── DayIsOver         a row names a day whose secret is gone
├── NotWhatWasSealed  a sealed record does not open: changed, moved to another person, or sealed under another key
└── NobodysOwn        a person's own key was wanted, and this one belongs to another island
"""


class VaultError(Exception):
    pass


class KeyRingEmpty(VaultError):
    def __init__(self, folder: object) -> None:
        super().__init__(f"There is no key in {folder}. Start the shop once, or put the key ring back from its backup.")


class KeyRingMissing(VaultError):
    def __init__(self, epoch: int) -> None:
        super().__init__(f"The secret of epoch {epoch} is not in the key ring; what it wrapped cannot be opened.")


class DayIsOver(VaultError):
    def __init__(self, day: str) -> None:
        super().__init__(f"The secret of {day} is gone, as its time was over; what it wrapped cannot be opened.")


class NobodysOwn(VaultError):
    def __init__(self) -> None:
        super().__init__("This key is nobody's own; only a link leads from it to a person.")


class NotWhatWasSealed(VaultError):
    def __init__(self) -> None:
        super().__init__("A sealed record does not open under the key it names.")
