"""Who may import whom: knowledge ← calculators ← assistant ← faces; outside libraries only where they belong."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("knowledge", "calculators", "bot")
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
}

# The modules of the library itself, which lie beside its rooms.
LIBRARY = tuple(path.stem for path in sorted((ROOT / "knowledge").glob("*.py")) if path.stem != "__init__")

# What puts the parts of the bot together may import each of them.
TELEGRAM = (
    "bot.store",
    "bot.settings",
    "bot.cache",
    "bot.knowing",
    "bot.logs",
    "bot.meanings",
    "bot.operating",
    "bot.owner",
    "bot.rebuilding",
    "bot.assistant",
    "calculators",
    "knowledge",
)

# What each part may import of ours; the longest name that fits a module holds.
MAY_IMPORT = {
    # the modules of the library itself: shapes, loading, calendar
    "knowledge": (*(f"knowledge.{name}" for name in LIBRARY), "knowledge.language"),
    "knowledge.language": ("knowledge.language", "knowledge.figures", "knowledge.plain_yaml", "knowledge.calendar"),
    "knowledge.search": ("knowledge.search", *(f"knowledge.{name}" for name in LIBRARY), "knowledge.language"),
    "knowledge.audit": ("knowledge",),
    "calculators": ("calculators", "knowledge"),
    "bot": ("bot", "calculators", "knowledge"),
    "bot.assistant": ("bot.assistant", "calculators", "knowledge"),
    "bot.evaluation": ("bot.evaluation", "bot.assistant", "bot.clock", "calculators", "knowledge"),
    "bot.clock": ("knowledge",),
    "bot.cache": ("knowledge",),
    "bot.faq": ("bot.faq", "bot.knowing", "knowledge"),
    "bot.knowing": ("bot.cache", "calculators", "knowledge"),
    "bot.meanings": ("knowledge",),
    "bot.settings": ("bot.logs",),
    "bot.store": ("bot.store", "bot.operating.metrics"),
    # what owners look at, in whatever face
    "bot.owner": ("bot.owner", "bot.faq", "bot.store", "bot.assistant", "calculators", "knowledge"),
    "bot.tables": (),
    # what is counted is known to all who do something; who looks at the whole machine may look at everything below
    "bot.operating": (
        "bot.operating",
        "bot.store",
        "bot.settings",
        "bot.cache",
        "bot.knowing",
        "bot.telegram.sending",
        "knowledge",
    ),
    "bot.operating.metrics": (),
    # Telegram's rooms: pages and sending know no other one; who handles knows pages, who receives knows sending; what a
    # message says (incoming) is read by both.
    "bot.telegram": ("bot.telegram", *TELEGRAM),
    "bot.telegram.pages": ("bot.telegram.pages", "bot.owner", "bot.assistant", "calculators", "knowledge"),
    "bot.telegram.sending": ("bot.telegram.sending", "bot.store", "bot.settings", "bot.operating.metrics"),
    "bot.telegram.incoming": ("bot.store", "bot.assistant", "knowledge"),
    "bot.telegram.receiving": (
        "bot.telegram.receiving",
        "bot.telegram.sending",
        "bot.telegram.incoming",
        "bot.operating.metrics",
        "bot.store",
        "bot.settings",
    ),
    "bot.telegram.receiving.reloading": (
        "bot.telegram.receiving.watching",
        "bot.owner.reloads",
        "bot.store",
        "bot.assistant",
        "knowledge",
    ),
    "bot.telegram.handlers": (
        "bot.telegram.handlers",
        "bot.telegram.incoming",
        "bot.telegram.pages",
        # how a sending can have failed
        "bot.telegram.sending.transport",
        "bot.operating.metrics",
        "bot.operating.health",
        "bot.faq",
        "bot.owner",
        "bot.store",
        "bot.settings",
        "bot.assistant",
        "calculators",
        "knowledge",
    ),
    "bot.screen": ("bot.assistant",),
    "bot.terminal": ("bot.screen", "bot.assistant", "bot.command_line", "calculators", "knowledge"),
    "bot.command_line": (),
    "bot.logs": (),
}

# Outside libraries that one part alone may import.
BELONGS_TO = {
    "telegram": ("bot.telegram",),
    "starlette": ("bot.telegram",),
    "uvicorn": ("bot.telegram",),
    "sqlalchemy": ("bot.store",),
    "alembic": ("bot.store",),
    "asyncpg": ("bot.store",),
    "pydantic_settings": ("bot.settings",),
    "icalendar": ("bot.telegram.pages.calendar_file",),
    "prometheus_client": ("bot.operating.metrics",),
    "rich": ("bot.screen", "bot.tables", "bot.terminal"),
    "prompt_toolkit": ("bot.terminal",),
    "yaml": ("knowledge.plain_yaml", "bot.evaluation.cases"),
    "platformdirs": ("bot.cache",),
    "opencc": ("knowledge.language.script",),
    "openpyxl": ("bot.faq",),
    "chinese_calendar": ("knowledge.calendar",),
}

# Who puts the parts together, and may therefore read the knowledge base from the disk.
LOADS = ("bot.knowing", "knowledge.audit")

OPENS = re.compile(r"\b(?:open|read_text|read_bytes)\(")


def within(module: str, part: str) -> bool:
    """Return whether `module` is `part` or lies in it."""
    return f"{module}.".startswith(f"{part}.")


def imports(module: str) -> Iterator[str]:
    """Yield every module that `module` imports anywhere; `from a import b` counts as `a.b` where that is a module."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: imports are absolute"
            base = node.module or ""
            yield from (f"{base}.{name.name}" if f"{base}.{name.name}" in MODULES else base for name in node.names)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_lies_below_it(module: str) -> None:
    """The layers are written down above; nothing reaches upwards or sideways."""
    part = max((name for name in MAY_IMPORT if within(module, name)), key=len)
    ours = {name for name in imports(module) if name.split(".")[0] in PACKAGES}

    assert {name for name in ours if not any(within(name, allowed) for allowed in MAY_IMPORT[part])} == set()


@pytest.mark.parametrize("module", MODULES)
def test_an_outside_library_is_imported_only_where_it_belongs(module: str) -> None:
    """Telegram in its face, the database in the store, YAML in one reader."""
    misplaced = {
        name
        for name in imports(module)
        if any(
            within(name, library) and not any(within(module, home) for home in homes)
            for library, homes in BELONGS_TO.items()
        )
    }

    assert misplaced == set()


@pytest.mark.slow
def test_only_those_who_put_the_parts_together_load_the_knowledge_base() -> None:
    """Calculators and the assistant get a library handed in; they never read the disk."""
    loading = {module for module in MODULES if module != "knowledge.load" and "knowledge.load" in set(imports(module))}

    assert {module for module in loading if not any(within(module, allowed) for allowed in LOADS)} == set()


def test_below_the_faces_only_the_loader_opens_files() -> None:
    """Besides it: tables of one module, what is kept between starts, and the audit, comparing with the source files."""
    below = [
        module
        for module in MODULES
        if within(module, "knowledge") or within(module, "calculators") or within(module, "bot.assistant")
    ]
    opening = {module for module in below if OPENS.search(MODULES[module].read_text(encoding="utf-8"))}

    tables = {"knowledge.language.spelling", "knowledge.language.sounds"}
    audit = {module for module in opening if module.startswith("knowledge.audit")}
    assert opening - tables - audit == {"knowledge.plain_yaml", "knowledge.kept"}


def test_no_function_below_the_faces_asks_the_clock() -> None:
    """The moment comes in; the same question on the same day always gets the same answer."""
    asking = {
        module
        for module, path in MODULES.items()
        if any(within(module, part) for part in ("knowledge", "calculators", "bot.assistant", "bot.evaluation"))
        if any(call in path.read_text(encoding="utf-8") for call in (".now(", ".today(", ".utcnow(", "time.time("))
    }

    assert asking == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    "module",
    ["knowledge.load", "calculators", "bot.assistant.assistant", "bot.terminal", "bot.store", "bot.telegram.process"],
)
def test_a_part_can_be_imported_by_itself(module: str) -> None:
    """Nothing goes round in a circle, whichever part comes first."""
    done = subprocess.run(
        [sys.executable, "-c", f"import {module}"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.stderr == ""


def test_no_number_decides_in_the_assistant() -> None:
    """Weights and measures are data; lengths, most of something and hours stand in `limits.py`."""
    allowed = (-1, 0, 1, 2)
    found = [
        f"{path.name}:{node.lineno}: {node.value}"
        for path in sorted((ROOT / "bot" / "assistant").glob("*.py"))
        if path.name != "limits.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and (type(node.value) is float or (type(node.value) is int and node.value not in allowed))
    ]
    assert found == []
