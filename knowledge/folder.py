"""What stands in a folder of documents: the documents themselves, and the files of an owner beside them."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.plain_yaml import KnowledgeError


@dataclass(frozen=True)
class Folder:
    """A folder of YAML files; each file but the owner's own is a document."""

    path: Path

    HOLIDAYS = "holidays.yaml"
    OWNER = "owner.yaml"
    LEXICON = "lexicon.yaml"
    NEXT_DOOR = "next_door.yaml"
    OVERLAY = "overlay.yaml"
    TAUGHT = "taught.yaml"
    """An overlay, too, which the bot writes: what an owner taught it in a chat."""
    OWN = (HOLIDAYS, OWNER, LEXICON, NEXT_DOOR, OVERLAY, TAUGHT)

    @property
    def documents(self) -> list[Path]:
        """
        Return the files of its documents, in the order of their names.

        Raises:
            KnowledgeError: there is no such folder, or something in it would be passed over in silence.
        """
        if not self.path.is_dir():
            raise KnowledgeError(f"{self.path}: no such folder of documents")
        # What is hidden is an editor's, or another program's, and no document.
        seen = [one for one in sorted(self.path.iterdir()) if not one.name.startswith(".")]
        for one in seen:
            if one.suffix == ".yml":
                raise KnowledgeError(f"{one.name}: a document's name ends in .yaml; rename it to {one.stem}.yaml")
            if one.is_dir() and any(within.suffix in (".yaml", ".yml") for within in one.rglob("*")):
                raise KnowledgeError(
                    f"{one.name}: documents stand in {self.path.name} itself; name the folder in RULEBOT_KNOWLEDGE, too"
                )
        return [path for path in seen if path.suffix == ".yaml" and path.name not in self.OWN]

    def file(self, name: str) -> list[Path]:
        """Return the file of that name, none where there is none."""
        path = self.path / name
        return [path] if path.is_file() else []
