"""What the talk around a line says for what it may be meant as."""

from collections.abc import Iterator

from bot.assistant import gates
from bot.assistant.looked_day import day_looked
from bot.assistant.options import FIGURES, Option
from bot.assistant.talk import Talk
from knowledge.language.reader import Reading
from knowledge.library import Library
from knowledge.search.found import TURNS, Candidate, Found


class Around:
    """The talk that a line was said in; outside of one nothing is added."""

    def __init__(self, talk: Talk, found: Found, reading: Reading) -> None:
        """Compare what was found with what was spoken of."""
        tells = float(not gates.is_question(reading.line))
        figures = float(any(fact.kind in FIGURES for fact in reading.facts))
        self._said = {"tells": tells, "says_figure": figures, "tells_figure": tells * figures}
        self._talk, self._found = talk, found
        self._whole = max((one.features.get("whole", 0) for one in found.candidates), default=0)
        self._onward = max(found.onward.values(), default=0)
        self._top = found.best.score if found.best else 0
        self._length = len(found.question) or 1

    @property
    def _inside(self) -> bool:
        # cases of a platform that are open still say nothing of a line after an owner's own answer
        talk = self._talk
        return bool(talk.place or talk.pending or talk.choices)

    def candidate(self, one: Candidate) -> dict[str, float]:
        """
        Return how an aspect fits the talk.

        That is, whether it is told of the same, and how it fits where the line goes on with the last question.
        """
        if not self._found.followed:
            return {}
        document = one.place.document.id
        gap, same = one.features["whole"] - self._whole, float(document == self._talk.place.split("/")[0])
        return {
            "in_talk_gap": one.score - self._top,
            "in_talk_score": one.score,
            "onward": self._found.onward.get(one.id, 0),
            "onward_gap": self._found.onward.get(one.id, 0) - self._onward,
            "onward_here": self._found.onward.get(one.id, 0) * same,
            "whole_gap": gap,
            "whole_gap_few": gap / self._length,
            "whole_gap_named": gap * float(bool(self._found.about or "platform" in self._found.named)),
            "whole_alike": one.features["whole_alike"],
            "whole_told": one.features["whole_told"],
            "whole_meant": one.features["whole_meant"],
            "whole_kind": one.features["whole_kind"],
            "same_document": same,
            "same_document_few": same / self._length,
            "same_clause": float(one.place.id == self._talk.place),
            "told_last": float(one.id == self._talk.last),
            "spoken_of": float(document in self._talk.documents[1:]),
            "waits": float(self._talk.pending is not None),
            "waits_tells": self._said["tells"] * float(self._talk.pending is not None),
            "waits_tells_figure": self._said["tells_figure"] * float(self._talk.pending is not None),
            **self._said,
        }

    def option(self, one: Option) -> dict[str, float]:
        """Return how a calculation that is asked for anew fits the talk."""
        if not self._inside:
            return {}
        talk, document = self._talk, one.place.split("/")[0]
        return {
            "in_talk": 1,
            "same_document": float(document == talk.place.split("/")[0]),
            "same_clause": float(one.place == talk.place),
            "told_last": float(talk.last == f"={one.name}"),
            "is_open": float(any(entry.calculator == one.name for entry in talk.open)),
            "waits": float(talk.pending is not None),
            "waits_itself": float(talk.pending is not None and talk.pending.calculator == one.name),
            "few": 1 / self._length,
            "onward": self._found.onward.get(f"={one.name}", 0),
            **self._said,
        }

    def line(self) -> dict[str, float]:
        """Return what the talk says for a line that is none of ours."""
        if not self._inside:
            return {}
        best = max((one.features.get("whole_alike", 0) for one in self._found.candidates), default=0)
        near = max(
            (one.score for one in self._found.candidates if one.place.document.id == self._talk.place.split("/")[0]),
            default=0,
        )
        return {
            "in_talk": 1,
            "in_talk_few": 1 / self._length,
            "waits": float(self._talk.pending is not None),
            "choices": float(bool(self._talk.choices)),
            "whole_alike": best,
            "onward": self._onward,
            "near_last": near,
            "waits_figure": self._said["says_figure"] * float(self._talk.pending is not None),
            "waits_tells_figure": self._said["tells_figure"] * float(self._talk.pending is not None),
            "waits_question": (1 - self._said["tells"]) * float(self._talk.pending is not None),
            **self._said,
        }

    def turns(self, library: Library) -> Iterator[str]:
        """Yield what a line may be about in this talk."""
        talk = self._talk
        there = {
            "again": bool(talk.last or talk.pending or talk.choices),
            "why": bool(talk.last),
            "clause": bool(talk.last),
            "left": any(day_looked(library.calculations[entry.calculator].calculation) for entry in talk.open),
            "short": bool(talk.last),
            "whole": bool(talk.last),
            "more": bool(talk.pending or talk.last),
            "cancel": bool(talk.pending or talk.open or talk.choices),
            "unknown": talk.pending is not None,
            "none": bool(talk.choices),
        }
        return (kind for kind in TURNS if there[kind])

    def turn(self, kind: str) -> dict[str, float]:
        """Return what the talk says for a line that is about what was just said."""
        waits = float(self._talk.pending is not None)
        computed = float(self._talk.last.startswith("="))
        return {
            "onward": self._onward,
            f"waits_{kind}": waits,
            f"computed_{kind}": computed,
            f"figure_{kind}": self._said["says_figure"],
            "few": 1 / self._length,
            **self._said,
        }
