"""A YAML reader without surprises: every scalar is text, and text that YAML would turn into something else is refused."""

import re
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CBaseLoader as _Base
except ImportError:  # PyYAML built without libyaml: slower, same result
    from yaml import BaseLoader as _Base  # type: ignore[assignment]

# What YAML 1.1 reads as a boolean, nothing, a base-60 number, an octal or hexadecimal number, infinity or a merge key.
_AMBIGUOUS = re.compile(
    r"(?:y|n|yes|no|on|off|null|~|\d{1,2}(?::\d{2}){1,2}|0\d+|0x[0-9a-f]+|0o[0-7]+|0b[01]+|\d[\d_]*_[\d_]*|[-+]?\.(?:inf|nan)|<<|=)",
    re.IGNORECASE,
)


_UNTAGGED = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))


class KnowledgeError(Exception):
    """The knowledge base is broken; the message names file, clause and field."""


class PlainLoader(_Base):
    """Reads scalars as text; refuses ambiguous plain scalars, duplicate keys, merge keys and tags."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Return what `node` holds, or refuse it if a tag says how to read it."""
        if node.tag not in _UNTAGGED:
            raise _refused(node, f"the tag “{node.tag}” is not read; leave it out")
        return super().construct_object(node, deep=deep)

    def construct_scalar(self, node: yaml.Node) -> str:
        """Return the text of a scalar, or refuse it if its meaning depends on the reader."""
        if not node.style and _AMBIGUOUS.fullmatch(node.value):  # a plain scalar's style is None, or empty where libyaml reads
            raise _refused(node, f"“{node.value}” is ambiguous; put it in quotes")
        return str(node.value)

    def construct_mapping(self, node: yaml.Node, deep: bool = False) -> dict[Any, Any]:
        """Return a mapping, or refuse it if a key stands twice or is no text."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _refused(key, "a key must be text")
            if key.value in seen:
                raise _refused(key, f"the key “{key.value}” stands twice")
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _refused(node: yaml.Node, why: str) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, why, node.start_mark)


def read_yaml(path: Path) -> Any:
    """
    Return the content of the YAML file at `path`, scalars as text.

    Raises:
        KnowledgeError: the file cannot be read or is not plain YAML; names file and line.
    """
    try:
        return yaml.load(path.read_bytes().decode("utf-8"), Loader=PlainLoader)  # noqa: S506 - a base loader, it builds text only
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path.name}:{mark.line + 1}" if mark else path.name
        raise KnowledgeError(f"{where}: {getattr(error, 'problem', None) or error}") from error
