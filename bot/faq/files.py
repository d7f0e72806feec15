"""Files that are there whole or not at all."""

import os
import tempfile
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


def _mask() -> int:
    """Return the rights that new files do not get; asking for it sets it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
