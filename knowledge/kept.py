"""A folder for slow results, kept by what they were worked out from, code included; safe to lose, cut off or spoil."""

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
Arrays = Mapping[str, NDArray[Any]]
_LARGE = ("index",)
_MOST_FILES, _MOST_BYTES = 96, 500_000_000
_UNFINISHED, _ABANDONED_SECONDS = ".part", 3600
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


class Kept:
    """Keeps arrays by a key; without a folder, or where it cannot be written, all is worked out anew each time."""

    def __init__(self, folder: Path | None = None, passing: Path | None = None) -> None:
        """
        Keep in `folder`, which is made when something is to be kept.

        What is large, and what cannot be written there, goes to `passing`: a folder by which one process hands over to
        another.
        """
        self.folder, self.passing = folder, passing

    def arrays(self, name: str, worked_out_from: Iterable[bytes], work_out: Callable[[], Arrays]) -> Arrays:
        """Return what `work_out` returns, from a folder where kept with the same `worked_out_from` and code."""
        folders = [one for one in (self.passing, self.folder) if one is not None]
        if not folders:
            return work_out()
        digest = hashlib.sha256(_code())
        for part in worked_out_from:
            digest.update(len(part).to_bytes(8, "big") + part)
        paths = [folder / f"{name}-{digest.hexdigest()[:24]}.npz" for folder in folders]
        known = next((found for path in paths if (found := _read(path)) is not None), None)
        if known is not None:
            return known
        arrays = work_out()
        _ = any(_written(path, arrays) for path in (paths if name in _LARGE else reversed(paths)))
        return arrays

    def plain(self, name: str, worked_out_from: bytes, work_out: Callable[[], Any]) -> Any:
        """Return plain data (what JSON can hold) as `arrays` does."""
        return as_plain(self.arrays(name, [worked_out_from], lambda: {"json": as_array(work_out())})["json"])

    def value(self, worked_out_from: Hashable, work_out: Callable[[], T]) -> T:  # noqa: ARG002 - see Remembering
        """Return what `work_out` returns; it is no arrays, so it is worked out each time."""
        return work_out()


class Remembering(Kept):
    """Remembers in memory, too, the values of the last time, so that what has not changed is not made again."""

    def __init__(self, folder: Path | None = None, passing: Path | None = None) -> None:
        """Keep arrays in these folders, and remember nothing yet."""
        super().__init__(folder, passing)
        self._before: dict[Hashable, Any] = {}
        self._now: dict[Hashable, Any] = {}

    def value(self, worked_out_from: Hashable, work_out: Callable[[], T]) -> T:
        """Return what `work_out` returns, or returned the last time for an equal `worked_out_from`."""
        if worked_out_from not in self._now:
            known = worked_out_from in self._before
            self._now[worked_out_from] = self._before[worked_out_from] if known else work_out()
        found: T = self._now[worked_out_from]
        return found

    @contextmanager
    def once(self) -> Iterator[None]:
        """Make everything inside; what was not needed for it is let go of, unless it fails."""
        self._now = {}
        yield
        self._before, self._now = self._now, {}


NOWHERE = Kept()


def as_array(data: Any) -> NDArray[np.uint8]:
    """Return plain data as an array of bytes."""
    return np.frombuffer(json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass"), np.uint8)


def as_plain(array: NDArray[Any]) -> Any:
    """Return the data that `as_array` was given."""
    return json.loads(array.tobytes().decode("utf-8", "surrogatepass"))


def _read(path: Path) -> Arrays | None:
    """Return what a file keeps; None where there is none, or where it is spoilt."""
    try:
        with np.load(path, allow_pickle=False) as file:
            found = {each: file[each] for each in file.files}
    except _UNREADABLE:
        return None
    # what is used is not old; that of others may not be touched, and need not
    with suppress(OSError):
        os.utime(path)
    return found


def _written(path: Path, arrays: Arrays) -> bool:
    """Write a file whole or not at all, let the oldest ones go, and return whether the folder can be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=_UNFINISHED, delete=False) as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]
        Path(file.name).replace(path)
        _tidy(path)
    except OSError:
        return False
    return True


def _tidy(newest: Path) -> None:
    """Let go of what was used longest ago where it is too much, and of what somebody never finished."""
    files = sorted(((one.stat(), one) for one in newest.parent.glob("*.npz")), key=lambda one: -one[0].st_mtime)
    sizes = accumulate(told.st_size for told, _ in files)
    for number, ((_, old), size) in enumerate(zip(files, sizes, strict=True)):
        if number >= _MOST_FILES or (number and size > _MOST_BYTES):
            old.unlink(missing_ok=True)
    for one in newest.parent.glob(f"*{_UNFINISHED}"):
        if newest.stat().st_mtime - one.stat().st_mtime > _ABANDONED_SECONDS:
            one.unlink(missing_ok=True)


@cache
def _code() -> bytes:
    """Return a digest of the code that works things out."""
    digest = hashlib.sha256(np.__version__.encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()
