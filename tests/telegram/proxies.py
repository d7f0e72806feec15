"""Two small proxies on loopback: HTTP (requests in full address form) and SOCKS5; each counts what goes through it."""

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

_MUCH = 65_536


class Proxy(socketserver.ThreadingTCPServer):
    """A proxy; `asked` are the targets that were asked for, `login` is who may use it, by name and password."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self, handler: type[socketserver.BaseRequestHandler], login: tuple[str, str] | None) -> None:
        """Listen at a free port."""
        super().__init__(("127.0.0.1", 0), handler)
        self.asked: list[str] = []
        self.login = login

    @property
    def address(self) -> str:
        """Return host and port, with the login before them where there is one."""
        who = f"{self.login[0]}:{self.login[1]}@" if self.login else ""
        return f"{who}127.0.0.1:{self.server_address[1]}"


def _pump(first: socket.socket, second: socket.socket) -> None:
    """Carry bytes both ways until either side ends."""

    def carry(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(_MUCH):
                target.sendall(data)
        except OSError:
            data = b""
        finally:
            for side in (source, target):
                side.close()

    back = threading.Thread(target=carry, args=(second, first), daemon=True)
    back.start()
    carry(first, second)
    back.join()


class _Http(socketserver.StreamRequestHandler):
    """Takes one request at a time, with its address in full, and hands it on; `CONNECT` is not needed here."""

    def handle(self) -> None:
        """Hand requests on until the client ends."""
        proxy: Any = self.server
        while line := self.rfile.readline():
            method, url, version = line.decode().split()
            headers: dict[str, str] = {}
            while (row := self.rfile.readline().decode().strip()) != "":
                name, _, value = row.partition(": ")
                headers[name.lower()] = value
            body = self.rfile.read(int(headers.get("content-length", "0")))
            if proxy.login and "proxy-authorization" not in headers:
                self.wfile.write(b"HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n")
                continue
            target = urlsplit(url)
            proxy.asked.append(target.netloc)
            headers |= {"connection": "close"}
            with socket.create_connection((target.hostname, target.port)) as there:
                told = "".join(
                    f"{name}: {value}\r\n" for name, value in headers.items() if not name.startswith("proxy")
                )
                there.sendall(f"{method} {target.path} {version}\r\n{told}\r\n".encode() + body)
                while data := there.recv(_MUCH):
                    self.wfile.write(data)
            return


class _Socks(socketserver.StreamRequestHandler):
    """Speaks SOCKS5: greets, asks for a login where it wants one, connects, carries."""

    def handle(self) -> None:
        """Serve one connection."""
        proxy: Any = self.server
        _, count = self.rfile.read(2)
        self.rfile.read(count)
        self.wfile.write(b"\x05\x02" if proxy.login else b"\x05\x00")
        if proxy.login:
            _, length = self.rfile.read(2)
            name = self.rfile.read(length).decode()
            password = self.rfile.read(self.rfile.read(1)[0]).decode()
            self.wfile.write(b"\x01\x00" if (name, password) == proxy.login else b"\x01\x01")
        _, _, _, kind = self.rfile.read(4)
        host = socket.inet_ntoa(self.rfile.read(4)) if kind == 1 else self.rfile.read(self.rfile.read(1)[0]).decode()
        (port,) = struct.unpack("!H", self.rfile.read(2))
        proxy.asked.append(f"{host}:{port}")
        with socket.create_connection((host, port)) as there:
            self.wfile.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
            _pump(self.connection, there)


@contextmanager
def proxy(kind: str, login: tuple[str, str] | None = None) -> Iterator[Proxy]:
    """Run a proxy of a kind, `http` or `socks5`."""
    with Proxy({"http": _Http, "socks5": _Socks}[kind], login) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()
