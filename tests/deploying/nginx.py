"""nginx with the project's own file, its ports and folders moved to where a test may have them."""

import re
import shutil
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from time import monotonic, sleep

from tests.deploying.dockerfile import ROOT
from tests.free_ports import free_port

TEXT = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
LISTEN = re.compile(r"^ +listen (\d+);", re.MULTILINE)
UPSTREAM = re.compile(r"^ +server (\w+):(\d+) resolve (.+);", re.MULTILINE)
SECONDS = 10.0
PROGRAM = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


class Nginx:
    """A running nginx in front of some addresses."""

    def __init__(self, folder: Path, replicas: Sequence[str]) -> None:
        """Write its file; what compose looks up by one name stands there one by one."""
        self.ports = {number: free_port() for number in LISTEN.findall(TEXT)}
        text = LISTEN.sub(lambda found: f"listen 127.0.0.1:{self.ports[found[1]]};", TEXT)
        text = UPSTREAM.sub(lambda found: "\n".join(f"server {each} {found[3]};" for each in replicas), text)
        self.file = folder / "nginx.conf"
        self.file.write_text(text.replace("/tmp/", f"{folder}/"), "utf-8")
        self.log = folder / "nginx.log"
        self._process: subprocess.Popen[bytes] | None = None

    def address(self, number: str) -> str:
        """Return where a port of the file is."""
        return f"http://127.0.0.1:{self.ports[number]}"

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        assert PROGRAM
        with self.log.open("ab") as log:
            command = [PROGRAM, "-e", "stderr", "-p", str(self.file.parent), "-c", str(self.file), "-g", "daemon off;"]
            self._process = subprocess.Popen(command, stderr=log)
        deadline = monotonic() + SECONDS
        for port in self.ports.values():
            while not _answers(port):
                assert self._process.poll() is None, self.log.read_text()
                assert monotonic() < deadline, self.log.read_text()
                sleep(0.05)

    def stop(self) -> None:
        """End it."""
        if self._process:
            self._process.terminate()
            self._process.wait(SECONDS)


def _answers(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0
