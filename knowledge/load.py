"""YAML into a Library: the only reader of the disk."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial, reduce
from pathlib import Path

from knowledge.calendar import HolidaysError, Notice, notices
from knowledge.consistency import problems
from knowledge.folder import Folder
from knowledge.kept import NOWHERE, Kept
from knowledge.language.lexicon import AskingWeights, Lexicon, Owner
from knowledge.library import Library
from knowledge.model import Document
from knowledge.overlay import Overlay, laid_over
from knowledge.plain_yaml import KnowledgeError, read_file, yaml_in
from knowledge.platforms import covering, outside_of
from knowledge.validated import Shape, validated

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
    # Each is read once: what is told of one belongs to the version that it stands in, though it changes meanwhile.
    every = {path: read_file(path) for path in (*paths, *(path for of_one in own.values() for path in of_one), *words)}
    digest = hashlib.sha256(b"".join(every.values())).hexdigest()
    read = partial(_read, every, kept)
    written = tuple(read(Document, path) for path in paths)
    files = _files(written, paths)
    overlays = [(path.name, read(Overlay, path)) for path in (*own[Folder.OVERLAY], *own[Folder.TAUGHT])]
    documents = laid_over(written, overlays)
    beside = read(dict[str, tuple[str, ...]], HERE / "search" / "beside.yaml")
    of_shipped = frozenset(one.id for one, path in zip(written, paths, strict=True) if path.parent == shipped.path)
    lexicons = (read(Lexicon, path) for path in own[Folder.LEXICON])
    lexicon = reduce(Lexicon.joined, lexicons, read(Lexicon, words[0]))
    brought = [one for one in documents if one.id not in of_shipped]
    library = Library(
        documents,
        covering(lexicon, documents, brought),
        read(dict[str, dict[str, str]], words[1]),
        read(AskingWeights, HERE / "weights" / "asking.yaml"),
        read(dict[str, float], HERE / "weights" / "ranking.yaml"),
        read(dict[str, dict[str, float]], HERE / "weights" / "judging.yaml"),
        read(dict[str, float], HERE / "weights" / "costs.yaml"),
        read(dict[str, float], HERE / "weights" / "nearness.yaml"),
        outside_of(beside, documents, brought),
        digest[:8],
        _holidays({path: every[path] for path in own[Folder.HOLIDAYS]}),
        next((one.contact for path in reversed(own[Folder.OWNER]) if (one := read(Owner, path)).contact), ""),
        of_shipped,
        read(dict[str, tuple[str, ...]], HERE / "search" / "follow_ups.yaml"),
        tuple(line for path in own[Folder.NEXT_DOOR] for line in read(tuple[str, ...], path)),
        tuple(one for one in written if one.id not in {document.id for document in documents}),
    )
    source = json.dumps([digest, files]).encode()
    first = kept.plain("problem", source, lambda: next(iter(problems(library, files)), ""))
    for problem in filter(None, (first, *(line for check in checks for line in check(library, files)))):
        raise KnowledgeError(problem)
    return library


def _read(every: Mapping[Path, bytes], kept: Kept, shape: type[Shape], path: Path) -> Shape:
    """Return a file as a value of its shape, as it was read where it is one of `every`."""
    return validated(shape, path, kept, every.get(path))


def _files(documents: Sequence[Document], paths: Sequence[Path]) -> dict[str, str]:
    """Return the name of each document's file."""
    files: dict[str, str] = {}
    for document, path in zip(documents, paths, strict=True):
        if document.id in files:
            raise KnowledgeError(f"{path.name}: id: “{document.id}” is the document of {files[document.id]} already")
        files[document.id] = path.name
    return files


def _holidays(files: Mapping[Path, bytes]) -> dict[int, Notice]:
    """Return the holiday notices by year; a year stands in one file."""
    known: dict[int, Notice] = {}
    for path, content in files.items():
        try:
            found = notices(yaml_in(path, content))
        except HolidaysError as error:
            raise KnowledgeError(f"{path.name}: {error}") from error
        if twice := sorted(found.keys() & known.keys()):
            raise KnowledgeError(f"{path.name}: {twice[0]}: stands in {Folder.HOLIDAYS} of another folder already")
        known |= found
    return known
