"""The systemd unit."""

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from bot.command_line import WRONG_USE
from tests.deploying.dockerfile import ROOT
from tests.deploying.test_env_example import known

UNIT = ROOT / "deploy" / "rulebot.service"


@pytest.fixture
def unit() -> ConfigParser:
    """Return the unit; of a key that may stand twice, the last."""
    read = ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read_string(UNIT.read_text("utf-8"))
    return read


def test_what_the_unit_promises(unit: ConfigParser) -> None:
    """An own user and folder; what is wrong with a setting does not get right by starting again."""
    service = unit["Service"]

    assert service["User"] not in {"", "root"}
    assert service["StateDirectory"].split() == ["rulebot", "rulebot/knowledge"]
    assert service["EnvironmentFile"] == "/etc/rulebot.env"
    assert service["ExecStart"].endswith("/rulebot run")
    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert service["Restart"] == "on-failure"
    assert service["RestartPreventExitStatus"] == str(WRONG_USE)
    assert int(service["TimeoutStopSec"]) > 5
    assert unit["Install"]["WantedBy"] == "multi-user.target"


def test_the_unit_is_allowed_nothing_that_it_has_no_use_for(unit: ConfigParser) -> None:
    """Neither rights, nor devices, nor anybody's files."""
    service = unit["Service"]
    on = {key for key, value in service.items() if value == "yes"}

    assert service["CapabilityBoundingSet"] == ""
    assert service["ProtectSystem"] == "strict"
    assert {"NoNewPrivileges", "PrivateDevices", "PrivateTmp", "ProtectHome", "ProtectKernelTunables"} <= on


def test_the_unit_sets_only_what_there_is() -> None:
    """And in folders that systemd makes for it."""
    lines = dict(re.findall(r"^Environment=(\w+)=(.+)$", UNIT.read_text("utf-8"), re.MULTILINE))

    assert set(lines) <= known()
    assert lines["RULEBOT_DATABASE_URL"] == "sqlite+aiosqlite:///%S/rulebot/rulebot.db"
    assert lines["RULEBOT_CACHE"] == "%C/rulebot"
    assert lines["RULEBOT_KNOWLEDGE"] == "%S/rulebot/knowledge"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """Word by word; the command itself is not installed here."""
    copy = tmp_path / UNIT.name
    text = UNIT.read_text("utf-8").replace("ExecStart=/opt/rulebot/bin/rulebot ", "ExecStart=/bin/true ")
    copy.write_text(text, "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False)

    assert (done.returncode, [line for line in done.stderr.splitlines() if UNIT.name in line]) == (0, [])
