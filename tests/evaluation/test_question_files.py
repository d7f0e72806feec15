"""What a question file may say, and what the operator reads where it says something else."""

from pathlib import Path

import pytest

from bot.evaluation.cases import Case, read_cases
from knowledge.plain_yaml import KnowledgeError

BROKEN = [
    ("- {id: A, q: 问, frist: [可以]}", ("“A”", "frist", "unknown key", "“[可以]”")),
    ("- {id: A, talk: [{say: 问}, {say: 问, musst: 赔}]}", ("“A”", "talk.2.musst", "unknown key", "“赔”")),
    ("- {id: A, talk: [{sya: 问}]}", ("“A”", "talk.1.sya", "unknown key", "“问”")),
    ("- {id: A, talk: [{most: 3}]}", ("“A”", "talk.1.say", "is missing")),
    ("- {id: A, talk: [{say: 问, most: 0}]}", ("“A”", "talk.1.most", "“0”")),
    ("- {id: A, talk: [{say: 问, most: many}]}", ("“A”", "talk.1.most", "“many”")),
    ("- {id: A, q: 问, script: latin}", ("“A”", "script", "“latin”")),
    ("- {id: A, q: 问, status: anwered}", ("“A”", "status", "“anwered”")),
    ("- {id: A, q: 问, style: slang}", ("“A”", "style", "“slang”")),
    ("- {id: A, q: 问, today: 昨天}", ("“A”", "today", "“昨天”")),
    ("- {id: A, talk: [{say: 问}], must: [赔]}", ("“A”", "must", "“[[赔]]”", "step")),
    ("- {id: A, talk: [{say: 问}], addressed: true}", ("“A”", "addressed", "step")),
    ("- {id: A, talk: [{say: 问}], q: 再问}", ("“A”", "q “再问”", "talk “[问]”")),
    ("- {id: A}", ("“A”", "q, turns and talk", "none")),
    ("- {q: 问}", ("id", "is missing")),
    ("- {id: A, q: 问, q: 再问}", ("“q”", "twice")),
    ("- {id: A, q: 问}\n- {id: A, q: 再问}", ("“A”", "twice")),
    ("- 问", ("“问”",)),
    ("id: A", ("list",)),
]


def _written(folder: Path, text: str) -> Path:
    path = folder / "asked.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("text", "told"), BROKEN)
def test_a_broken_file_is_told_by_file_case_field_and_value(tmp_path: Path, text: str, told: tuple[str, ...]) -> None:
    """Steps are counted from 1."""
    with pytest.raises(KnowledgeError) as raised:
        read_cases([_written(tmp_path, text)])

    message = str(raised.value)
    assert message.startswith("asked.yaml: ")
    assert [words for words in told if words not in message] == []


def test_a_talk_is_read_with_each_expectation_in_its_step(tmp_path: Path) -> None:
    """Every scalar is text as it stands, whatever YAML would make of it."""
    (case,) = read_cases(
        [
            _written(
                tmp_path, '- {id: A, talk: [{say: 23:00, calc: none, most: 120}, {say: 行, first: [[能, 可以], "3"]}]}'
            )
        ]
    )

    first, second = case.talk
    assert case.lines == ("23:00", "行")
    assert (first.calc, first.most, first.first) == (("none",), 120, ())
    assert second.first == (("能", "可以"), ("3",))


def test_a_line_is_said_to_a_group_unless_it_is_addressed() -> None:
    """In a private chat every line is said to the assistant."""
    steps = [{"say": "问"}, {"say": "问", "addressed": True}]

    assert Case.model_validate({"id": "A", "chat": "group", "talk": steps}).modes == ("group", "addressed")
    assert Case.model_validate({"id": "A", "talk": steps}).modes == ("private", "private")
    assert Case.model_validate({"id": "A", "chat": "group", "q": "问"}).modes == ("group",)
    assert Case.model_validate({"id": "A", "chat": "group", "q": "问", "addressed": True}).modes == ("addressed",)
