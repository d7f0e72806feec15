"""A last day as a calendar file that phones open: the clause and the steps in it, an alarm the day before."""

from datetime import datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from bot.assistant.answer import Answer
from bot.telegram.pages.last_days import MORNING, LastDay
from bot.telegram.pages.words import say
from knowledge.calendar import SHANGHAI
from knowledge.library import Library

_NAME = "-//rulebot//last days//ZH"
_UNOFFICIAL = "由规则助手算出，非官方，不是法律意见。"


def calendar_file(found: LastDay, answer: Answer, library: Library, now: datetime) -> bytes:
    """Return a calendar with one event: the whole day, or the moment, until which something is to be done."""
    title = library.calculations[found.calculator].calculation.title
    event = Event()
    event.add("uid", f"{found.case}@rulebot")
    event.add("dtstamp", now)
    event.add("summary", say(title, answer.traditional))
    event.add("description", _described(answer))
    if found.whole:
        event.add("dtstart", found.day)
        event.add("dtend", found.day + timedelta(days=1))
        begins = datetime.combine(found.day, time(), SHANGHAI)
    else:
        event.add("dtstart", found.ends)
        event.add("dtend", found.ends)
        begins = found.ends
    event.add_component(_alarm(title, datetime.combine(found.day - timedelta(days=1), MORNING, SHANGHAI) - begins))
    calendar = Calendar()
    calendar.add("prodid", _NAME)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", before)
    return alarm


def _described(answer: Answer) -> str:
    clauses = [f"{one.heading}\n{one.shown}".strip() for one in answer.quotes[:1]]
    lines = [answer.headline, *(f"· {step}" for step in answer.steps), answer.then, *clauses]
    return "\n".join(line for line in (*lines, say(_UNOFFICIAL, answer.traditional)) if line)
