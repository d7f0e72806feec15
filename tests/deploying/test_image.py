"""The image: the Dockerfile followed in an empty folder, and by Docker itself where it runs."""

import os
import socket
import subprocess
from pathlib import Path

import pytest
from standin import StandIn

from tests.deploying.composed import service
from tests.deploying.container import SECONDS, Container
from tests.deploying.dockerfile import ROOT, Image, daemon, docker, instructions, taken
from tests.free_ports import free_address

GRACE = float(service("rulebot")["stop_grace_period"].removesuffix("s"))
QUESTION = "实在宝最多赔多少钱"


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """Return what the Dockerfile makes of the files as they are."""
    made = Image(tmp_path_factory.mktemp("image"))
    made.build()
    return made


def test_a_polling_bot_is_healthy_answers_and_stops_in_time(image: Image, telegram: StandIn, tmp_path: Path) -> None:
    """By the image's own words alone; its data are where the volume is."""
    container = Container(image, tmp_path / "log", telegram=telegram)
    before = container.asked()
    with container:
        healthy = container.healthy()
        answer = telegram.private().ask(QUESTION, timeout=SECONDS).text
        code = container.stopped(GRACE)
    volume, said = Path(image.place(image.said("VOLUME").text)), container.log.read_text()

    assert (before.returncode, before.stderr.count("\n")) == (1, 1)
    assert healthy
    assert "1000" in answer
    assert (code, "WARNING" in said, "ERROR" in said) == (0, False, False), said
    assert {"rulebot.db", "cache", "knowledge"} <= {path.name for path in volume.iterdir()}
    assert list((volume / "cache").iterdir()) != []


@pytest.mark.parametrize("place", ["its own address", "where the webhook listens"])
def test_behind_a_webhook_it_is_healthy_too(image: Image, telegram: StandIn, tmp_path: Path, place: str) -> None:
    """It is asked where it tells it, though it listens for everybody there."""
    address, own = free_address(), free_address() if place == "its own address" else ""
    settings = {"RULEBOT_WEBHOOK_URL": f"http://{address}/here", "RULEBOT_LISTEN": everywhere(address)}
    with Container(image, tmp_path / "log", telegram=telegram, RULEBOT_HEALTH=everywhere(own), **settings) as container:
        healthy = container.healthy()
        answer = telegram.private().ask(QUESTION, timeout=SECONDS).text
        code = container.stopped(GRACE)

    assert healthy
    assert "1000" in answer
    assert code == 0


def everywhere(address: str) -> str:
    """Return an address at which one listens that can be reached from anywhere."""
    return address.replace("127.0.0.1", "0.0.0.0")


def test_a_proxy_is_never_asked_how_the_bot_does(image: Image, tmp_path: Path) -> None:
    """It is there to reach Telegram; whoever listens at the address is asked directly."""
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0.2)
        way = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        container = Container(image, tmp_path / "log", http_proxy=way, HTTP_PROXY=way, all_proxy=way)

        assert "refused" in container.asked().stderr
        with pytest.raises(TimeoutError):
            proxy.accept()


def test_a_bot_that_tells_nobody_how_it_does_is_not_called_healthy(image: Image, tmp_path: Path) -> None:
    """An empty RULEBOT_HEALTH is one line."""
    done = Container(image, tmp_path / "log", RULEBOT_HEALTH="").asked()

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "RULEBOT_HEALTH" in done.stderr


def test_other_commands_stand_behind_the_image(image: Image) -> None:
    """The one that is run for nothing else named is the bot."""
    entry = image.said("ENTRYPOINT").words
    done = subprocess.run(
        [*entry, "ask", QUESTION], cwd=image.folder, env=image.settings(), capture_output=True, text=True, check=True
    )

    assert image.command == ["rulebot", "run"]
    assert "1000" in done.stdout


def test_without_a_token_the_container_says_what_to_do(image: Image, tmp_path: Path) -> None:
    """And ends with the code of a setting that is wrong."""
    with Container(image, tmp_path / "log") as container:
        code = container.ended()

    assert code == 2
    assert "RULEBOT_TELEGRAM_TOKEN" in container.log.read_text()


def test_it_runs_as_nobody_in_particular() -> None:
    """By number, so that a cluster which forbids root can tell."""
    lines = {line.name: line.text for line in instructions()}
    made = next(line.text for line in instructions() if line.text.startswith("groupadd"))
    user, group = lines["USER"].split(":")

    assert int(user) > 0
    assert f"--gid {group} " in made
    assert f"--uid {user} " in made


def test_what_is_installed_is_checked_and_no_index_is_named() -> None:
    """Where packages come from is for whoever builds to say."""
    installs = [line.text for line in instructions() if "pip install" in line.text]

    assert "--require-hashes -r requirements.txt" in installs[0]
    assert all("--no-deps" in text or "--require-hashes" in text for text in installs)
    assert [line for line in instructions() if "://" in line.text and "sqlite" not in line.text] == []
    assert [line for line in instructions() if "index-url" in line.text or "--trusted-host" in line.text] == []


@pytest.mark.parametrize(
    "name",
    [
        ".env",
        ".git/config",
        ".venv/bin/python",
        "deploy/.env",
        "deploy/certificates/privkey.pem",
        "rulebot.db",
        "bot/rulebot.db",
        "bot/__pycache__/cli.cpython-311.pyc",
        "tests/command.py",
    ],
)
def test_what_is_nobodys_business_never_reaches_the_builder(name: str) -> None:
    """Tokens, databases, certificates, and all that an image has no use for."""
    assert not taken(name)


def test_docker_builds_it_and_it_answers() -> None:
    """Read-only but for its volume, without any right."""
    why = daemon()
    if why:
        pytest.skip(why)
    version = next(line.text for line in instructions() if line.name == "ARG").partition("=")[2]
    base = f"python:{version}-slim"
    if docker("image", "inspect", base, check=False).returncode and docker("pull", base, check=False).returncode:
        pytest.skip(f"Docker cannot get {base}")
    name = f"rulebot-test:{os.getpid()}"
    mirror = ["--build-arg", "PIP_INDEX_URL"] if "PIP_INDEX_URL" in os.environ else []
    docker("build", "--network", "host", *mirror, "--tag", name, ".")
    try:
        done = docker("run", "--rm", "--read-only", "--cap-drop", "ALL", name, "ask", QUESTION)
        user = docker("run", "--rm", "--entrypoint", "id", name, "-u").stdout.strip()
    finally:
        docker("image", "rm", name)

    assert "1000" in done.stdout
    assert f"USER {user}:" in (ROOT / "Dockerfile").read_text("utf-8")
