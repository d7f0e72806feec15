"""A year's holidays out of the owner's folder reach the calculators; a mistake is named with file, field and value."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from calculators import run
from calculators.outcome import Outcome
from knowledge.calendar import SHANGHAI, statutory, working_days
from knowledge.library import Library
from knowledge.load import load
from knowledge.plain_yaml import KnowledgeError
from tests.command import rulebot

NOW = datetime(2027, 2, 4, 10, tzinfo=SHANGHAI)
# Made up for the tests: around the days that are off by law, as a notice may set them.
OFF = (
    "2027-01-01..2027-01-03, 2027-02-05..2027-02-12, 2027-04-03..2027-04-05, 2027-05-01..2027-05-05,"
    " 2027-06-09, 2027-09-15, 2027-10-01..2027-10-07"
)
WORKED = "2027-02-20, 2027-05-08, 2027-10-09"


def written(folder: Path, off: str = OFF, worked: str = WORKED, year: str = "2027") -> Path:
    """Return `folder` with the holidays of one year in it."""
    folder.mkdir(exist_ok=True)
    (folder / "holidays.yaml").write_text(f"{year}:\n  days_off: [{off}]\n  working: [{worked}]\n", encoding="utf-8")
    return folder


def appeal(library: Library, notified: str) -> Outcome:
    """Return until when an appeal is in time, of three working days."""
    return run("xingtu-appeal", {"notified_on": notified}, library, NOW)


def last_day(library: Library, notified: str) -> str:
    """Return the last of three working days after `notified`."""
    return str(appeal(library, notified).as_json()["result"]["last_day"])


def refusal(folder: Path) -> str:
    """Return what a folder is refused with."""
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    "day",
    [
        *(
            "2027-01-01",
            "2027-02-05",
            "2027-02-06",
            "2027-02-07",
            "2027-02-08",
            "2027-04-05",
            "2027-05-01",
            "2027-05-02",
        ),
        *("2027-06-09", "2027-09-15", "2027-10-01", "2027-10-02", "2027-10-03"),
    ],
)
def test_the_days_off_by_law_are_off_in_a_year_without_a_notice(day: str) -> None:
    """New Year, Spring Festival from the eve on, Qingming, Labour Day, Dragon Boat, Mid-Autumn, National Day."""
    assert working_days().is_holiday(date.fromisoformat(day))


def test_in_a_year_without_a_notice_nothing_else_is_off_but_weekends() -> None:
    """Thirteen days by law; every other day is worked from Monday to Friday alone."""
    days = [date(2027, 1, 1) + timedelta(days=count) for count in range(365)]
    calendar = working_days()

    assert len(statutory(2027)) == 13
    assert [day for day in days if calendar.is_holiday(day)] == sorted(statutory(2027))
    assert [
        day for day in days if calendar.is_working_day(day) == (day.weekday() >= 5) and day not in statutory(2027)
    ] == []
    assert 2027 not in calendar.years


@pytest.mark.parametrize(
    ("notified", "last"),
    [
        ("2026-12-31", "2027-01-06"),
        ("2027-02-04", "2027-02-11"),
        ("2027-04-02", "2027-04-08"),
        ("2027-04-30", "2027-05-05"),
        ("2027-06-08", "2027-06-14"),
        ("2027-09-14", "2027-09-20"),
        ("2027-09-30", "2027-10-06"),
    ],
)
def test_a_deadline_counts_over_the_days_off_by_law_and_says_that_the_notice_is_not_known(
    library: Library, notified: str, last: str
) -> None:
    """Three working days over each holiday of 2027, counted by hand."""
    told = appeal(library, notified)

    assert last_day(library, notified) == last
    assert "2027年的放假安排还没公布" in "\n".join(told.assumptions)


def test_a_payout_that_arrives_over_a_holiday_says_that_the_notice_is_not_known(library: Library) -> None:
    """One to three working days after the eve of the holiday."""
    told = run("shizaibao-arrival", {"approved_on": "2027-02-04", "wallet": "否"}, library, NOW)

    assert (told.as_json()["result"]["earliest"], told.as_json()["result"]["latest"]) == ("2027-02-09", "2027-02-11")
    assert "2027年的放假安排还没公布" in "\n".join(told.assumptions)


def test_holidays_of_the_owners_folder_change_what_comes_out(library: Library, tmp_path: Path) -> None:
    """A long holiday moves the deadline, a worked Saturday counts, and nothing is said to be unknown any more."""
    own = load(written(tmp_path))

    told = appeal(own, "2027-02-04")

    assert (last_day(library, "2027-02-04"), last_day(own, "2027-02-04")) == ("2027-02-11", "2027-02-17")
    assert last_day(own, "2027-05-05") == "2027-05-08"
    assert "还没公布" not in "\n".join(told.assumptions)


def test_a_year_that_is_known_is_replaced_as_a_whole_and_others_stay(library: Library, tmp_path: Path) -> None:
    """Nothing is left of what was known of 2026; 2025 is as it was."""
    off = (
        "2026-01-01, 2026-02-16..2026-02-19, 2026-04-05, 2026-05-01..2026-05-02, 2026-06-19, 2026-09-25,"
        " 2026-10-01..2026-10-03"
    )
    own = load(written(tmp_path, off, "2026-02-28", year="2026")).working_days

    days_of_2026 = [day for day in own.off | own.on if day.year == 2026]
    assert len(days_of_2026) == 14
    assert library.working_days.is_working_day(date(2026, 1, 4))
    assert not own.is_working_day(date(2026, 1, 4))
    assert {day for day in own.off | own.on if day.year == 2025} == {
        day for day in library.working_days.off | library.working_days.on if day.year == 2025
    }


def test_the_new_year_holiday_may_begin_in_december(library: Library, tmp_path: Path) -> None:
    """The notice of a year names days of the December before; the rest of that year stays known."""
    own = load(written(tmp_path, "2026-12-31, " + OFF)).working_days

    assert library.working_days.is_working_day(date(2026, 12, 31))
    assert not own.is_working_day(date(2026, 12, 31))
    assert own.is_holiday(date(2026, 10, 1))


def test_each_library_has_its_own_holidays(library: Library, tmp_path: Path) -> None:
    """Loading anew takes up what changed, under another version; what was loaded before stays as it was."""
    first = load(written(tmp_path))
    assert last_day(first, "2027-02-04") == "2027-02-17"

    second = load(written(tmp_path, OFF.replace("2027-02-12", "2027-02-15")))

    assert [last_day(one, "2027-02-04") for one in (first, second, library)] == [
        "2027-02-17",
        "2027-02-18",
        "2027-02-11",
    ]
    assert len({first.version, second.version, library.version}) == 3


def test_the_command_line_counts_with_them_too(tmp_path: Path) -> None:
    """The folder named in the environment is all it takes."""
    ended = rulebot(
        "calc",
        "xingtu-appeal",
        "notified_on=2027-02-04",
        "--json",
        environment={"RULEBOT_KNOWLEDGE": str(written(tmp_path))},
    )

    assert ended.data["result"]["last_day"] == "2027-02-17"


@pytest.mark.parametrize(
    ("off", "worked", "told"),
    [
        ("2027-02-30", "", ["2027.days_off", "“2027-02-30” is no day"]),
        ("2027-1-1", "", ["2027.days_off", "“2027-1-1” is no day"]),
        ("20270101", "", ["2027.days_off", "“20270101” is no day"]),
        ("2027-02-05..", "", ["2027.days_off", "“” is no day"]),
        ("2027-02-05..2027-02-31", "", ["2027.days_off", "“2027-02-31” is no day"]),
        ("2027-02-12..2027-02-05", "", ["2027.days_off", "“2027-02-12..2027-02-05” ends before it begins"]),
        ("{from: 2027-02-05}", "", ["2027.days_off", "is no day"]),
        (OFF + ", 2027-02-06", "", ["2027.days_off", "“2027-02-06” stands twice"]),
        (OFF + ", 2028-01-01", "", ["2027.days_off", "“2028-01-01”", "neither of 2027"]),
        (OFF + ", 2026-11-30", "", ["2027.days_off", "“2026-11-30”", "neither of 2027"]),
        (OFF, "2027-02-06", ["2027.working", "“2027-02-06” cannot be both off and worked", "2027.days_off"]),
        (OFF, "2027-02-20, 2027-02-20", ["2027.working", "“2027-02-20” stands twice"]),
        (OFF, "2027-02-22", ["2027.working", "“2027-02-22” is no weekend day"]),
        (OFF, "2026-02-21", ["2027.working", "“2026-02-21”", "neither of 2027"]),
        (OFF.replace("2027-06-09, ", ""), "", ["2027.days_off", "“2027-06-09” is missing"]),
        ("", "", ["2027.days_off", "is missing"]),
    ],
)
def test_days_that_cannot_be_are_refused_with_file_field_and_value(
    tmp_path: Path, off: str, worked: str, told: list[str]
) -> None:
    """The message is enough to find the line."""
    message = refusal(written(tmp_path, off, worked))

    assert message.startswith("holidays.yaml: ")
    assert [words for words in told if words not in message] == [], message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the whole file"),
        ("- 2027-01-01\n", "the whole file"),
        ("27: {days_off: [2027-01-01]}\n", "“27” is no year"),
        ("2027: [2027-01-01]\n", "2027: must have"),
        ("2027: {days_off: 2027-01-01}\n", "2027.days_off: must be a list"),
        ("2027: {days_off: [2027-01-01], free: [2027-01-02]}\n", "2027.free: unknown key"),
        ("2027: {days_off: [2027-01-01]}\n2027: {days_off: [2027-01-01]}\n", "“2027” stands twice"),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """An empty file is a mistake, too."""
    (tmp_path / "holidays.yaml").write_text(text, encoding="utf-8")

    message = refusal(tmp_path)

    assert message.startswith("holidays.yaml:")
    assert told in message


def test_a_year_stands_in_one_folder(tmp_path: Path) -> None:
    """Of two files for one year none is preferred in silence."""
    folders = [written(tmp_path / name) for name in ("one", "two")]

    with pytest.raises(KnowledgeError, match=r"holidays\.yaml: 2027: stands in"):
        load(*folders)
