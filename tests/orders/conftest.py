import pytest

from troth.recipients import till_counter


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """The till finds the shop's door closed: webhooks wait in the queue until a test brings them."""

    def refuse(body: bytes, headers: dict[str, str]) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(till_counter, "_post", refuse)
