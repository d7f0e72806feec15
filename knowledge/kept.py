"""A folder for slow results, kept by what they were worked out from, code included; safe to lose, cut off or spoil."""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
_MOST_FILES = 64
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


class Kept:
    """Keeps arrays by a key; without a folder, or where it cannot be written, all is worked out anew each time."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keep in `folder`, which is made when something is to be kept."""
        self._folder = folder

    def arrays(self, name: str, worked_out_from: Iterable[bytes], work_out: Callable[[], Arrays]) -> Arrays:
        """Return what `work_out` returns, from the folder where kept with the same `worked_out_from` and code."""
        if self._folder is None:
            return work_out()
        digest = hashlib.sha256(_code())
        for part in worked_out_from:
            digest.update(len(part).to_bytes(8, "big") + part)
        path = self._folder / f"{name}-{digest.hexdigest()[:24]}.npz"
        try:
            with np.load(path, allow_pickle=False) as file:
                return {each: file[each] for each in file.files}
        except _UNREADABLE:
            arrays = work_out()
        _write(path, arrays)
        return arrays

    def plain(self, name: str, worked_out_from: bytes, work_out: Callable[[], Any]) -> Any:
        """Return plain data (what JSON can hold) as `arrays` does."""
        return as_plain(self.arrays(name, [worked_out_from], lambda: {"json": as_array(work_out())})["json"])


NOWHERE = Kept()


def as_array(data: Any) -> NDArray[np.uint8]:
    """Return plain data as an array of bytes."""
    return np.frombuffer(json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass"), np.uint8)


def as_plain(array: NDArray[Any]) -> Any:
    """Return the data that `as_array` was given."""
    return json.loads(array.tobytes().decode("utf-8", "surrogatepass"))


def _write(path: Path, arrays: Arrays) -> None:
    """Write a file whole or not at all, and let the oldest ones go; a folder that cannot be written stays as it is."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]
        Path(file.name).replace(path)
        files = sorted(path.parent.glob("*.npz"), key=lambda one: one.stat().st_mtime)
        for old in files[:-_MOST_FILES]:
            old.unlink(missing_ok=True)
    except OSError:
        return


@cache
def _code() -> bytes:
    """Return a digest of the code that works things out."""
    digest = hashlib.sha256(np.__version__.encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()
