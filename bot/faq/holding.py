"""Whether the whole knowledge base loads with a document in place, looked at in a copy of its folder."""

import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.faq.document import FaqDocument, FaqDocumentError
from bot.knowing import known
from knowledge.folder import Folder
from knowledge.library import Library
from knowledge.plain_yaml import KnowledgeError


def held(document: FaqDocument, folder: Path, folders: Sequence[Path]) -> Library:
    """
    Return the knowledge base of `folders` with `document` in `folder`, of which nothing is touched.

    Raises:
        FaqDocumentError: it would not load; one line with the file and, if one is to blame, the question.
    """
    others = [other for other in folders if other.resolve() != folder.resolve()]
    with tempfile.TemporaryDirectory(prefix="rulebot-") as copy:
        try:
            if folder.exists():
                _ = Folder(folder).documents  # refuses what would be passed over in silence
                for one in folder.glob("*.yaml"):
                    shutil.copy(one, copy)
            document.write(Path(copy) / f"{document.id}.yaml")
            return known([*others, Path(copy)])
        except KnowledgeError as error:
            raise FaqDocumentError(_told(document, " ".join(str(error).split()))) from error
        except OSError as error:
            raise FaqDocumentError(f"{folder}：读不了（{error.strerror}）") from error


def _told(document: FaqDocument, problem: str) -> str:
    """Return what does not hold, with the question of the entry that it is about, if any."""
    named = re.match(rf"{re.escape(document.id)}\.yaml: (?:clauses\.)?“(\d+)”", problem)
    entry = next((one for one in document.entries() if named and one.id == named[1]), None)
    about = f"（问题是“{entry.question}”）" if entry is not None else ""
    return f"没有导入，知识库会读不进去{about}：{problem}"
