"""`rulebot new` and `rulebot schema`: what somebody who writes documents starts from."""

import json
import re
from argparse import Namespace
from pathlib import Path

from bot.command_line import DONE, CommandError
from bot.commands.common import show

_SKELETON = Path(__file__).parent / "skeleton.yaml"
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST = 20


def new(arguments: Namespace) -> int:
    """Write the skeleton of a document, which `rulebot check` accepts as it is."""
    name = arguments.document
    if not _ID.fullmatch(name) or len(name) > _LONGEST:
        raise CommandError(f"“{name}”不能当文件名：用小写字母、数字和连字符，最多 {_LONGEST} 个字符，例如 lamp-rules")
    folder = Path(arguments.folder)
    path = folder / f"{name}.yaml"
    if path.exists():
        raise CommandError(f"{path} 已经有了，换个名字，或者直接改它")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(_SKELETON.read_text(encoding="utf-8").replace("DOCUMENT", name), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path}：写不进去（{error.strerror}）") from error
    show(f"写好了 {path}。改完后：RULEBOT_KNOWLEDGE={folder} rulebot check")
    return DONE


def schema(arguments: Namespace) -> int:
    """Print the JSON Schema of a kind of file, for editors."""
    from knowledge.figures import Frozen
    from knowledge.language.lexicon import Lexicon, Owner
    from knowledge.model import Document
    from knowledge.overlay import Overlay

    shapes: dict[str, type[Frozen]] = {"document": Document, "lexicon": Lexicon, "overlay": Overlay, "owner": Owner}
    found = shapes[arguments.kind].model_json_schema()
    show(json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **found}, ensure_ascii=False, indent=2))
    return DONE
