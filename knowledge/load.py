"""YAML into a Library: the only reader of the disk."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from pathlib import Path

from knowledge.calendar import HolidaysError, Notice, notices
from knowledge.consistency import problems
from knowledge.folder import Folder
from knowledge.kept import NOWHERE, Kept
from knowledge.language.lexicon import AskingWeights, Lexicon, Owner
from knowledge.library import Library
from knowledge.model import Document
from knowledge.overlay import Overlay, laid_over
from knowledge.plain_yaml import KnowledgeError, read_file, read_yaml
from knowledge.platforms import covering, outside_of
from knowledge.validated import validated

HERE = Path(__file__).parent
Checks = Callable[[Library, Mapping[str, str]], Iterable[str]]


def load(*further: Path, kept: Kept = NOWHERE, checks: Sequence[Checks] = ()) -> Library:
    """
    Return the shipped knowledge base, with the documents and the owner's files of `further` folders.

    What was read is kept in `kept`; `checks` are further ones than those of the documents among themselves.

    Raises:
        KnowledgeError: a file is broken; names file, clause and field.
    """
    shipped, folders = Folder(HERE / "documents"), tuple(map(Folder, further))
    paths = [path for folder in (shipped, *folders) for path in folder.documents]
    own = {name: [path for folder in folders for path in folder.file(name)] for name in Folder.OWN}
    words = (HERE / "language" / "lexicon.yaml", HERE / "language" / "wording.yaml")
    # Told before the files are read: where one changes meanwhile, the next time finds another version.
    version = _version((*paths, *(path for of_name in own.values() for path in of_name), *words))
    written = tuple(validated(Document, path, kept) for path in paths)
    files = _files(written, paths)
    overlays = [(path.name, validated(Overlay, path, kept)) for path in (*own[Folder.OVERLAY], *own[Folder.TAUGHT])]
    documents = laid_over(written, overlays)
    beside = validated(dict[str, tuple[str, ...]], HERE / "search" / "beside.yaml", kept)
    of_shipped = frozenset(one.id for one, path in zip(written, paths, strict=True) if path.parent == shipped.path)
    lexicons = (validated(Lexicon, path, kept) for path in own[Folder.LEXICON])
    lexicon = reduce(Lexicon.joined, lexicons, validated(Lexicon, words[0], kept))
    brought = [one for one in documents if one.id not in of_shipped]
    library = Library(
        documents,
        covering(lexicon, documents, brought),
        validated(dict[str, dict[str, str]], words[1], kept),
        validated(AskingWeights, HERE / "weights" / "asking.yaml", kept),
        validated(dict[str, float], HERE / "weights" / "ranking.yaml", kept),
        validated(dict[str, dict[str, float]], HERE / "weights" / "judging.yaml", kept),
        validated(dict[str, float], HERE / "weights" / "costs.yaml", kept),
        outside_of(beside, documents, brought),
        version,
        _holidays(own[Folder.HOLIDAYS]),
        next(
            (one.contact for path in reversed(own[Folder.OWNER]) if (one := validated(Owner, path, kept)).contact), ""
        ),
        of_shipped,
        validated(dict[str, tuple[str, ...]], HERE / "search" / "follow_ups.yaml", kept),
        tuple(line for path in own[Folder.NEXT_DOOR] for line in validated(tuple[str, ...], path, kept)),
        tuple(one for one in written if one.id not in {document.id for document in documents}),
    )
    for problem in (line for check in (problems, *checks) for line in check(library, files)):
        raise KnowledgeError(problem)
    return library


def _version(files: Iterable[Path]) -> str:
    """Return a mark of what some files hold."""
    return hashlib.sha256(b"".join(map(read_file, files))).hexdigest()[:8]


def _files(documents: Sequence[Document], paths: Sequence[Path]) -> dict[str, str]:
    """Return the name of each document's file."""
    files: dict[str, str] = {}
    for document, path in zip(documents, paths, strict=True):
        if document.id in files:
            raise KnowledgeError(f"{path.name}: id: “{document.id}” is the document of {files[document.id]} already")
        files[document.id] = path.name
    return files


def _holidays(paths: Sequence[Path]) -> dict[int, Notice]:
    """Return the holiday notices by year; a year stands in one file."""
    known: dict[int, Notice] = {}
    for path in paths:
        try:
            found = notices(read_yaml(path))
        except HolidaysError as error:
            raise KnowledgeError(f"{path.name}: {error}") from error
        if twice := sorted(found.keys() & known.keys()):
            raise KnowledgeError(f"{path.name}: {twice[0]}: stands in {Folder.HOLIDAYS} of another folder already")
        known |= found
    return known
