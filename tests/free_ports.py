"""Ports for what tests start."""

import random
import socket

_NEVER_GIVEN_OUT = range(20_000, 32_000)
"""Ports that no connection gets by itself: a server that is started again finds its own one free."""


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    while True:
        port = random.SystemRandom().choice(_NEVER_GIVEN_OUT)
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def free_address() -> str:
    """Return an address of this machine that nobody listens at."""
    return f"127.0.0.1:{free_port()}"
