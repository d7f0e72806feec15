"""A container of the image: one process with its environment and its folder, asked how it does as Docker asks."""

import subprocess
from pathlib import Path
from signal import Signals
from time import monotonic, sleep
from typing import Self

from standin import StandIn

from tests.deploying.dockerfile import Image
from tests.free_ports import free_address

SECONDS = 120.0
"""How long anything but a stop may take; the machine may have much else to do."""


class Container:
    """What `docker run` starts; it ends with the block it is used in."""

    def __init__(self, image: Image, log: Path, *, telegram: StandIn | None = None, **more: str) -> None:
        """Have the image's environment and `more`; where it says how it does is free."""
        own = {"RULEBOT_HEALTH": free_address()}
        if telegram:
            own |= {"RULEBOT_TELEGRAM_TOKEN": telegram.token, "RULEBOT_TELEGRAM_BASE_URL": telegram.base_url}
        self.image = image
        self.log = log
        self.settings = image.settings(**own | more)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start."""
        folder = self.image.place(self.image.said("WORKDIR").text)
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                self.image.command, cwd=folder, env=self.settings, stdout=log, stderr=subprocess.STDOUT
            )
        return self

    def __exit__(self, *_: object) -> None:
        """End what still runs."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def asked(self) -> "subprocess.CompletedProcess[str]":
        """Ask once how it does."""
        return subprocess.run(self.image.health, env=self.settings, capture_output=True, text=True, check=False)

    def healthy(self) -> bool:
        """Return whether it comes to say that it does well, and still runs."""
        deadline = monotonic() + SECONDS
        while self.asked().returncode:
            assert self._process
            assert self._process.poll() is None, self.log.read_text()
            if monotonic() > deadline:
                return False
            sleep(0.2)
        return True

    def stopped(self, seconds: float) -> int:
        """Stop it as Docker does, which waits for so long; return its exit code."""
        assert self._process
        self._process.send_signal(Signals[self.image.said("STOPSIGNAL").text])
        return self._process.wait(seconds)

    def ended(self) -> int:
        """Return the exit code of what ends by itself."""
        assert self._process
        return self._process.wait(SECONDS)
