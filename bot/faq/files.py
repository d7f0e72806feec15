"""Files that are there whole or not at all."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ORDINARY = 0o666


def put(path: Path, content: bytes) -> None:
    """
    Write a file in place of what stands at `path`; whoever reads it meanwhile reads the old one or the new one.

    Raises:
        OSError: it cannot be written; what stood there stands there still.
    """
    path = path.resolve()
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
        beside = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            beside.chmod(path.stat().st_mode if path.exists() else _ORDINARY & ~_mask())
            beside.replace(path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """
    Be the only one who looks at a folder and then writes to it; others who use this wait, in other processes, too.

    Raises:
        OSError: there is no such folder, or it cannot be read.
    """
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _mask() -> int:
    """Return the rights that new files do not get; asking for it sets it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
