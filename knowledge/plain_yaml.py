"""A YAML reader without surprises: every scalar is text; text that YAML would turn into something else is refused."""

import re
from pathlib import Path
from typing import Any

import yaml

from knowledge.kept import NOWHERE, Kept

try:
    from yaml import CBaseLoader as _Base
except ImportError:  # PyYAML built without libyaml: slower, same result
    from yaml import BaseLoader as _Base  # type: ignore[assignment]

# What YAML 1.1 reads as a boolean, nothing, a base-60 number, an octal or hexadecimal number, infinity or a merge key.
_AMBIGUOUS = re.compile(
    r"(?:y|n|yes|no|on|off|null|~|\d{1,2}(?::\d{2}){1,2}|0\d+|0x[0-9a-f]+|0o[0-7]+|0b[01]+|\d[\d_]*_[\d_]*|[-+]?\.(?:inf|nan)|<<|=)",
    re.IGNORECASE,
)


# A key of overlay.yaml; as a key it cannot be meant as anything but a word.
_OFF = "off"
# What the reader says of a slip, and what to do about it.
_REMEDIES = {
    "could not find expected ':'": "between a key and its value stand a colon and a blank, as in `title: 标题`",
    "tab": "indent with blanks, not with tabs",
    "cannot start any token": "put the text in quotes, and indent with blanks, not with tabs",
    "mapping values are not allowed": "put a text that holds a colon and a blank in quotes",
    "did not find expected": "a line is indented unlike its neighbours, or a quote is not closed",
    "unexpected end of stream": "a quote is not closed",
    "codec can't decode": "save the file as UTF-8",
}
# What a slip may be within, which begins where the slip is.
_BEGUN = ("simple key", "quoted scalar", "flow sequence", "flow mapping")
_QUOTE = re.compile(r'(?<!\\)"')
_LOCATOR = re.compile(r"""\s*(?:- )?\{?locator: ["']?(?P<of>[^"',}]+)""")
_KEY = re.compile(r"\s*(?:- )*(?P<key>[a-z_]+):")
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

    def construct_scalar(self, node: yaml.ScalarNode) -> str:
        """Return the text of a scalar, or refuse it if its meaning depends on the reader."""
        if not node.style and _AMBIGUOUS.fullmatch(
            node.value
        ):  # a plain scalar's style is None, or empty where libyaml reads
            raise _refused(node, f"“{node.value}” is ambiguous; put it in quotes")
        return str(node.value)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return a mapping, or refuse it if a key stands twice or is no text."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _refused(key, "a key must be text")
            if key.value == _OFF:
                key.style = '"'
            if key.value in seen:
                raise _refused(key, f"the key “{key.value}” stands twice")
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _refused(node: yaml.Node, why: str) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, why, node.start_mark)


def read_yaml(path: Path, kept: Kept = NOWHERE) -> Any:
    """
    Return the content of the YAML file at `path`, scalars as text.

    Raises:
        KnowledgeError: the file cannot be read or is not plain YAML; names file and line, and clause and field if any.
    """
    return yaml_in(path, read_file(path), kept)


def read_file(path: Path) -> bytes:
    """
    Return the bytes of a file.

    Raises:
        KnowledgeError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise KnowledgeError(f"{path.name}: {error.strerror}") from error


def yaml_in(path: Path, content: bytes, kept: Kept = NOWHERE) -> Any:
    """
    Return what the YAML file at `path` holds whose bytes are `content`, scalars as text.

    Raises:
        KnowledgeError: it is not plain YAML; names file and line, and clause and field if any.
    """
    try:
        text = content.decode("utf-8")
        return kept.plain("yaml", content, lambda: yaml.load(text, Loader=PlainLoader))  # noqa: S506 - a base loader, it builds text only
    except yaml.constructor.ConstructorError as error:
        raise KnowledgeError(f"{path.name}:{_line(error)}: {_field(text, error)}{error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path.name}{_slip(content.decode(errors='replace'), error)}") from error


def _slip(text: str, error: Exception) -> str:
    """Return where the reader stumbled, with the clause and the field there, over what, and what to do about it."""
    line, problem = _line(error), str(getattr(error, "problem", None) or error)
    if not line:
        remedy = next((f"; {told}" for slip, told in _REMEDIES.items() if slip in problem), "")
        return f": {problem}{remedy}"
    lines = text.splitlines()[: int(line)]
    opened = next((number for number, one in enumerate(lines, 1) if len(_QUOTE.findall(one)) % 2), 0)
    if opened and "did not find expected" in problem:
        return f":{opened}: {_place(lines[:opened])}the quote that begins here is not closed"
    remedy = next((f"; {told}" for slip, told in _REMEDIES.items() if slip in problem), "")
    return f":{line}: {_place(lines)}{problem}{remedy}"


def _place(lines: list[str]) -> str:
    """Return the clause that the last of some lines stands in, if any, and its field."""
    clause = next((found["of"] for one in reversed(lines) if (found := _LOCATOR.match(one))), "")
    field = _KEY.match(lines[-1]) if lines else None
    names = [*([f"clauses.“{clause}”"] if clause else []), *([field["key"]] if field else [])]
    return ".".join(names) + ": " if names else ""


def _line(error: Exception) -> str:
    """Return the line in which the reader stumbled, or that it was still in then."""
    mark = getattr(error, "problem_mark", None)
    within = getattr(error, "context", None) or ""
    begun = getattr(error, "context_mark", None) if any(one in within for one in _BEGUN) else None
    return str((begun or mark).line + 1) if mark else ""


def _field(text: str, error: yaml.constructor.ConstructorError) -> str:
    """Return the refused field as a reader finds it, e.g. `clauses.“2.1”.title: `; clauses by their locator."""
    mark, whole = error.problem_mark, yaml.compose(text, Loader=_Base)
    names = _way_to(whole, (mark.line, mark.column)) if mark and whole else None
    return ".".join(names) + ": " if names else ""


def _way_to(node: yaml.Node, place: tuple[int, int]) -> list[str] | None:
    """Return the names of the fields on the way from `node` to what starts at `place`, or None if it is not within."""
    if (node.start_mark.line, node.start_mark.column) == place and isinstance(node, yaml.ScalarNode):
        return []
    for name, part in _parts(node):
        if (way := _way_to(part, place)) is not None:
            return [name, *way]
    return None


def _parts(node: yaml.Node) -> list[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.SequenceNode):
        return [(_label(part) or f"#{number}", part) for number, part in enumerate(node.value, 1)]
    if isinstance(node, yaml.MappingNode):
        return [(str(key.value), part) for key, value in node.value for part in (key, value)]
    return []


def _label(node: yaml.Node) -> str:
    """Return what a list's item is called: a clause's locator, a gap's id, a calculation's name."""
    if not isinstance(node, yaml.MappingNode):
        return ""
    known = {key.value: value.value for key, value in node.value if isinstance(value, yaml.ScalarNode)}
    name = next((known[field] for field in ("locator", "id", "name") if field in known), "")
    return f"“{name}”" if name else ""
