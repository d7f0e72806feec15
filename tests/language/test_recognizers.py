"""Another parser's public suite of figures, days and times: most is read right, next to nothing as something else."""

from collections import Counter

import pytest

from tests.language.outside import FOLDER, Expected, expected, not_ours, verdict

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the outside suite {FOLDER.name} is not at hand: it is no part of the checkout"
)
RIGHT, WRONG, NOT_OURS = 0.85, 0.015, 0.20


@pytest.fixture(scope="module")
def judged() -> list[tuple[Expected, str]]:
    """Return every value of the suite with what becomes of it."""
    return [(one, "not ours" if not_ours(one) else _judged(one)) for one in expected()]


def _judged(one: Expected) -> str:
    try:
        return verdict(one)
    except Exception as error:  # noqa: BLE001 - whatever is raised is counted, and told
        return f"raised {error!r}"


def _share(judged: list[tuple[Expected, str]], outcome: str) -> float:
    """Return how much of what is ours comes out like this."""
    ours = [found for _, found in judged if found != "not ours"]
    return ours.count(outcome) / len(ours)


def test_the_totals_are_told(judged: list[tuple[Expected, str]], capsys: pytest.CaptureFixture[str]) -> None:
    """Print them by outcome."""
    totals = Counter(found.split()[0] if found.startswith("raised") else found for _, found in judged)

    with capsys.disabled():
        print(
            f"\nrecognizers: {totals.total()} values, "
            + ", ".join(f"{name} {count}" for name, count in sorted(totals.items()))
        )
    assert totals.total() > 600


def test_nothing_raises(judged: list[tuple[Expected, str]]) -> None:
    """Lines that others wrote are read like any other."""
    assert [(one.line, found) for one, found in judged if found.startswith("raised")] == []


def test_what_is_ours_is_read_right(judged: list[tuple[Expected, str]]) -> None:
    """Or left open; the share that is right."""
    assert _share(judged, "right") >= RIGHT


def test_next_to_nothing_is_read_silently_wrong(judged: list[tuple[Expected, str]]) -> None:
    """An exact value that is another one, or a range without the right one."""
    wrong = [(one.line, one.said, one.values) for one, found in judged if found == "wrong"]

    assert _share(judged, "wrong") <= WRONG, wrong


def test_little_is_listed_as_not_ours(judged: list[tuple[Expected, str]]) -> None:
    """The list of what is not for us excuses no more than a fifth."""
    excused = sum(found == "not ours" for _, found in judged)

    assert excused <= NOT_OURS * len(judged)
