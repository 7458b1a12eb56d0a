"""A real SMTP server on this machine whose answers can be chosen."""

import asyncio
import socket

import pytest
from aiosmtpd.controller import Controller


class Server:
    """An SMTP server whose answers can be chosen."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, bytes]] = []
        self.rcpt = "250 OK"
        self.data = "250 OK"
        self.slow = 0.0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        await asyncio.sleep(self.slow)
        if self.data.startswith("250"):
            self.letters.append((envelope.rcpt_tos[0], envelope.content))
        return self.data


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def server():
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.url = f"smtp://127.0.0.1:{controller.port}"
    yield handler
    controller.stop()
