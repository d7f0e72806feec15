"""Reads deploy/compose.yaml as compose does: variables filled in, profiles, what stands on what."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from tests.deploying.dockerfile import ROOT

PATH = ROOT / "deploy" / "compose.yaml"
VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")
Service = dict[str, Any]


def services() -> dict[str, Service]:
    """Return what compose could start."""
    found: dict[str, Service] = yaml.safe_load(PATH.read_text("utf-8"))["services"]
    return found


def service(name: str) -> Service:
    """Return one of them."""
    return services()[name]


def started(*names: str, profile: str = "") -> set[str]:
    """Return the services that `docker compose --profile … up NAME…` starts; without names, all of the profile."""
    known = services()
    on = {name for name, one in known.items() if not one.get("profiles") or profile in one["profiles"]}
    waiting, found = list(names or on), set()
    while waiting:
        name = waiting.pop()
        assert name in on, f"{name} is in no profile that is on"
        if name not in found:
            found.add(name)
            waiting += known[name].get("depends_on", ())
    return found


def environment(name: str, settings: Mapping[str, str]) -> dict[str, str]:
    """Return what a service gets beside its image's own: the settings of .env, and what stands at the service."""
    one = service(name)
    own = {key: _filled(str(value), settings) for key, value in one.get("environment", {}).items()}
    return (dict(settings) if "env_file" in one else {}) | own


def _filled(text: str, settings: Mapping[str, str]) -> str:
    return VARIABLE.sub(lambda found: settings.get(found[1], "") or found[2] or "", text)
