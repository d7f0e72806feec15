"""The file that a backup is: a `.tar.gz` whose first member says what else is in it, with a digest of each."""

import gzip
import hashlib
import io
import re
import tarfile
import zlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

MANIFEST = "manifest.json"
SQLITE, POSTGRES = "rulebot.db", "rulebot.pgdump"
KNOWLEDGE = "knowledge"
FORMAT = 1
MODE = 0o600
_LONGEST_MANIFEST = 10_000_000
_PART = r"(?!\.{1,2}(?:/|$))[^/\\\x00]+"
_NAME = re.compile(rf"{re.escape(SQLITE)}|{re.escape(POSTGRES)}|{KNOWLEDGE}/\d{{1,4}}(?:/{_PART})+")
_BROKEN = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, UnicodeError)


class BackupError(Exception):
    """A backup cannot be made or put back; the message is one line with what to do."""


class Digest(BaseModel):
    """How long a member is, and the SHA-256 of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int
    sha256: str


class Manifest(BaseModel):
    """
    What is in a backup.

    `rulebot` made it at `made`, the tables are of version `schema_version`; `folders` are where the owner's folders
    stood, in order, `members` everything but the manifest itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1]
    rulebot: str
    made: datetime
    schema_version: str
    folders: tuple[str, ...]
    members: Mapping[str, Digest]

    @property
    def database(self) -> str:
        """Return the member that is the database."""
        return SQLITE if SQLITE in self.members else POSTGRES


def may_be_called(name: str) -> bool:
    """Whether a member may have that name: a database, or a file in one of the folders, wherever it is unpacked."""
    return bool(_NAME.fullmatch(name)) and name.isprintable()


def digest(file: Path) -> Digest:
    """Return length and SHA-256 of a file."""
    with file.open("rb") as opened:
        return Digest(size=file.stat().st_size, sha256=hashlib.file_digest(opened, "sha256").hexdigest())


def write(file: Path, manifest: Manifest, folder: Path) -> None:
    """Write the members of a manifest, which stand in `folder` under their names, to a new `file`."""
    head = manifest.model_dump_json(indent=1).encode()
    with file.open("xb") as opened, tarfile.open(fileobj=opened, mode="w:gz", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(_entry(MANIFEST, len(head), manifest.made), io.BytesIO(head))
        for name, one in manifest.members.items():
            with (folder / name).open("rb") as member:
                tar.addfile(_entry(name, one.size, manifest.made), member)


def _entry(name: str, size: int, made: datetime) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, MODE, int(made.timestamp())
    return entry


def read(file: Path, into: Path) -> Manifest:
    """
    Unpack a backup into an empty folder, and return what is in it; all of it is as the manifest says.

    Raises:
        BackupError: it is none, is broken, or holds what has no place in one.
    """
    try:
        with tarfile.open(file, "r:gz") as tar:
            manifest = _manifest(tar, file)
            found = {
                member.name for member in tar if member.name != MANIFEST and _unpacked(tar, member, manifest, into)
            }
    except _BROKEN as error:
        raise BackupError(f"{file} 不是 rulebot 的备份，或者坏了（{_words(error)}）；换一个备份") from error
    if missing := sorted(manifest.members.keys() - found):
        raise BackupError(f"{file} 不完整，缺少 {missing[0]}；换一个备份")
    return manifest


def _manifest(tar: tarfile.TarFile, file: Path) -> Manifest:
    first = tar.next()
    opened = tar.extractfile(first) if first and first.name == MANIFEST and first.isreg() else None
    if opened is None:
        raise tarfile.ReadError("no manifest")
    try:
        manifest = Manifest.model_validate_json(_all_of(opened))
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise BackupError(f"{file} 的 {MANIFEST} 读不懂（{where}）；也许要装更新的 rulebot") from error
    databases = {SQLITE, POSTGRES} & manifest.members.keys()
    if len(databases) != 1:
        raise tarfile.ReadError("no database, or two")
    return manifest


def _all_of(opened: IO[bytes]) -> bytes:
    data = opened.read(_LONGEST_MANIFEST + 1)
    if len(data) > _LONGEST_MANIFEST:
        raise tarfile.ReadError("the manifest is too long")
    return data


def _unpacked(tar: tarfile.TarFile, member: tarfile.TarInfo, manifest: Manifest, into: Path) -> bool:
    """Unpack one member, if it is one that the manifest tells of, and is as it tells; True."""
    told = manifest.members.get(member.name)
    if told is None or not member.isreg() or not may_be_called(member.name) or member.size != told.size:
        raise tarfile.ReadError("a member that has no place in it")
    tar.extract(member, into, filter="data")
    if digest(into / member.name) != told:
        raise tarfile.ReadError(f"{member.name} is not what was written")
    return True


def _words(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
