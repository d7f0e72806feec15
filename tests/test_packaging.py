"""What is shipped: a wheel that works anywhere, requirements that anybody can install, a README that keeps its word."""

import json
import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
REQUIREMENTS = sorted(ROOT.glob("requirements*.txt"))


def pip(python: str | Path, *arguments: str | Path) -> None:
    """Run pip, quietly."""
    subprocess.run(
        [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, arguments)], check=True, cwd=ROOT
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from the files as they are."""
    folder = tmp_path_factory.mktemp("wheel")
    pip(sys.executable, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of programs of an empty environment into which the wheel was installed, without its extras."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    exact = folder / "constraints.txt"
    exact.write_text(
        "\n".join(re.findall(r"^([\w.-]+==[^\\\n]+)", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)),
        "utf-8",
    )
    pip(programs / "python", "install", "--constraint", exact, wheel)
    return programs


def test_the_installed_command_answers_from_another_folder(installed: Path, tmp_path: Path) -> None:
    """Documents, words and tables are inside the wheel; nothing of the checkout is needed, nor any extra."""
    command = [str(installed / "rulebot"), "ask", "--json", "我实付1288，主播虚假宣传能赔多少"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "RULEBOT_"))}
    done = subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, check=True)

    answer = json.loads(done.stdout)
    assert answer["calculation"]["result"]["payout"] == "1000.00"
    assert answer["clauses"][0]["id"] == "kuaishou-shizaibao/7"


def test_without_the_extra_the_telegram_bot_says_what_to_install(installed: Path, tmp_path: Path) -> None:
    """One line, not a traceback."""
    done = subprocess.run([installed / "rulebot", "run"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "rulebot[telegram]" in done.stderr


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    """Code, documents and migrations, and nothing else."""
    tracked = subprocess.run(
        ["git", "ls-files", "bot", "calculators", "knowledge"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}

    assert set(tracked.stdout.split()) - inside == set()
    assert {name.split("/")[0] for name in inside} == {"bot", "calculators", "knowledge"}


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_requirements_are_exact_and_name_no_host(path: Path) -> None:
    """Every line is a version with its hashes; where it comes from is for whoever installs it to say."""
    text = path.read_text(encoding="utf-8")
    starts = [line for line in text.splitlines() if line and line[0] not in " #"]

    assert [line for line in starts if not re.match(r"[\w.-]+==[\w.]+( ; .+)? \\$", line)] == []
    assert text.count("==") - text.count("== '") == len(starts)
    assert text.count("--hash=sha256:") > len(starts)
    assert re.findall(r"https?:|file:|--(?!hash)\w|[\w-]+\.(?:org|com|net)\b", text) == []


def test_every_requirement_of_the_project_is_locked_and_explained() -> None:
    """What pyproject.toml names stands in the locked files, and the README says what it is for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    names = {re.split(r"[\[><=; ]", requirement)[0].lower() for group in groups for requirement in group}
    locked = {line.split("==")[0] for path in REQUIREMENTS for line in path.read_text(encoding="utf-8").splitlines()}
    readme = (ROOT / "README.md").read_text(encoding="utf-8").lower()

    assert names - locked == set()
    assert {name for name in names if name not in readme} == set()


def test_the_readme_opens_with_the_two_commands_that_the_makefile_has() -> None:
    """One talks, one tests; CI runs the second."""
    readme, makefile = (ROOT / "README.md").read_text(encoding="utf-8"), (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = re.findall(r"^    (make \S+)", readme, re.MULTILINE)

    assert commands[:2] == ["make chat", "make test"]
    assert {command for command in re.findall(r"`make ([\w-]+)", readme) if f"\n{command}:" not in makefile} == set()
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_variable_is_explained_in_the_readme() -> None:
    """An operator finds all that can be set, and nothing that cannot."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    read = set(re.findall(r"RULEBOT_[A-Z_]+", code)) | {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    explained = set(re.findall(r"RULEBOT_[A-Z_]+", (ROOT / "README.md").read_text(encoding="utf-8")))

    assert {name for name in read if not name.endswith("_")} ^ explained == set()
