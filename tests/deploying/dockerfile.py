"""Reads the Dockerfile and does what it says in a folder, with an environment of its own, where Docker is absent."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
OURS = re.compile(r"(?<![\w.])/(?=(?:data|opt|src|wheels)\b)")
"""Where a path of the image begins that lies below the folder; those of the system stay where they are."""


@dataclass(frozen=True)
class Instruction:
    """One instruction: `COPY`, what stands between it and its words (`--from=build`), and the rest."""

    name: str
    options: tuple[str, ...]
    text: str

    @property
    def words(self) -> list[str]:
        """Return its words, which stand as a JSON list or apart."""
        return list(json.loads(self.text)) if self.text.startswith("[") else shlex.split(self.text)


def instructions(path: Path = ROOT / "Dockerfile") -> list[Instruction]:
    """Return the instructions of a Dockerfile, in order."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]
    found = re.findall(r"^([A-Z]+)\s+((?:--\S+\s+)*)(.+)$", "\n".join(lines).replace("\\\n", ""), re.MULTILINE)
    return [Instruction(name, tuple(options.split()), text.strip()) for name, options, text in found]


def taken(name: str) -> bool:
    """Return whether .dockerignore lets a file in: of what fits it, or a folder that it is in, the last line counts."""
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    within = [name, *(str(folder) for folder in PurePosixPath(name).parents)][:-1]
    fitting = [line for line in lines if line and line[0] != "#" and any(_fits(each, line) for each in within)]
    return not fitting or fitting[-1].startswith("!")


def _fits(name: str, line: str) -> bool:
    pattern = line.removeprefix("!")
    if pattern.startswith("**/"):
        return fnmatch(PurePosixPath(name).name, pattern[3:])
    parts, wanted = name.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(map(fnmatch, parts, wanted))


def _files(source: str) -> Iterator[str]:
    """Go through the files of a source of COPY that come to the builder."""
    path = ROOT / source
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    names = [file.relative_to(ROOT).as_posix() for file in files]
    yield from (name for name in names if taken(name))


class Image:
    """What the Dockerfile makes, below a folder."""

    def __init__(self, folder: Path) -> None:
        """Read what it says; nothing is made yet."""
        self.folder = folder
        self.lines = instructions()
        self.last = max(number for number, line in enumerate(self.lines) if line.name == "FROM")
        self.environment: dict[str, str] = {}
        for line in self.lines[self.last :]:
            if line.name == "ENV":
                self.environment |= dict(word.split("=", 1) for word in line.words)

    def place(self, text: str) -> str:
        """Return a text in which the image's paths are those below the folder."""
        return OURS.sub(f"{self.folder}/", text)

    def said(self, name: str) -> Instruction:
        """Return the last instruction of a name, in the last stage."""
        return [line for line in self.lines[self.last :] if line.name == name][-1]

    @property
    def command(self) -> list[str]:
        """Return what is started, with all its arguments."""
        return [*self.said("ENTRYPOINT").words, *self.said("CMD").words]

    @property
    def health(self) -> list[str]:
        """Return the command that asks how it does."""
        words = json.loads(self.said("HEALTHCHECK").text.removeprefix("CMD "))
        return [self.place(word) for word in words]

    def settings(self, **more: str) -> dict[str, str]:
        """Return the environment of a container, with `more` as `docker run -e` adds it."""
        path = self.environment["PATH"].replace("$PATH", os.environ["PATH"])
        return {name: self.place(value) for name, value in (self.environment | {"PATH": path}).items()} | more

    def build(self) -> None:
        """Follow the instructions; between two stages stays what the later one copies."""
        at = self.folder
        for number, line in enumerate(self.lines):
            if line.name == "FROM":
                at = self.folder
                if number == self.last:
                    self._leave_behind()
            elif line.name == "WORKDIR":
                at = self._own(line.text)
                at.mkdir(parents=True, exist_ok=True)
            elif line.name == "COPY":
                self._copy(line, at)
            elif line.name == "RUN":
                self._run(line.text, at)

    def _own(self, path: str) -> Path:
        own = Path(self.place(path))
        assert own.is_relative_to(self.folder), f"{path}: the reader knows no such folder"
        return own

    def _leave_behind(self) -> None:
        copied = [line.words[0] for line in self.lines[self.last :] if "--from=build" in line.options]
        for each in self.folder.iterdir():
            if not any(self._own(path).is_relative_to(each) for path in copied):
                shutil.rmtree(each)

    def _copy(self, line: Instruction, at: Path) -> None:
        *sources, target = line.words
        to = at / target if not target.startswith("/") else self._own(target)
        if "--from=build" in line.options:
            assert [to] == [self._own(source) for source in sources]
            assert to.is_dir()
            return
        for source in sources:
            _copy_into(source, to / Path(source).name if target.endswith("/") else to)

    def _run(self, text: str, at: Path) -> None:
        if text.startswith("groupadd "):
            return  # an account would be the machine's
        plain = re.sub(r" -[og] \d+", "", text)
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "RULEBOT_"))}
        environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
        environment["PIP_NO_COMPILE"] = "0"  # so pip reads it: it compiles nothing; Python does what it imports
        command = ["sh", "-ec", self.place(plain)]
        done = subprocess.run(command, cwd=at, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"


def _copy_into(source: str, target: Path) -> None:
    names = list(_files(source))
    assert names, f"COPY {source}: .dockerignore keeps it out, or there is nothing"
    for name in names:
        file = target / Path(name).relative_to(source) if name != source else target
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, file)


def daemon() -> str:
    """Return why no image can be built with Docker here; empty where one can."""
    if not shutil.which("docker"):
        return "there is no docker"
    done = subprocess.run(["docker", "info"], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 and "Cannot connect" not in done.stdout + done.stderr else "no Docker daemon runs"


def docker(*arguments: str | Path, check: bool = True) -> "subprocess.CompletedProcess[str]":
    """Run docker in the project's folder."""
    words: Sequence[str] = ["docker", *map(str, arguments)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=check)
