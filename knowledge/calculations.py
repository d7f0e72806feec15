"""A clause's calculation: its inputs, the general function it uses, and the words it tells its result in. Frozen."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from knowledge.figures import Frozen, Strings

InputType = Literal[
    "money", "decimal", "count", "date", "moment", "time", "bool", "enum", "level", "text", "moments", "span"
]


class Covers(Frozen):
    """Where a span stays below the figure `at_least`, the `inputs` it is told of are not taken; `says` tells so."""

    at_least: str
    inputs: Strings
    says: str


class Input(Frozen):
    """
    One input of a calculation: its type, how we ask for it, its name in the general function, the event it belongs to.

    A `money` is in yuan, a `decimal` any number, a `count` a whole one, a `date` a day, a `moment` a day with its
    time, a `time` one of day, a `bool` a yes or no, an `enum` one of its `choices`, a `level` like L2+, a `text`
    free words, `moments` several, a `span` a length in days. `label` is what it is called, `ask` the question,
    `fact` the function's name for it where it is another one. `choices` maps each token (of an enumeration) or each
    known word (of a free text) to the words people use for it, the first one being the one shown. `assumed` is what
    the general function takes where nothing is given. `happened` days without a year are the latest ones not after
    now. `event` names what a figure, day or yes belongs to (`knowledge/language/words/events.yaml`,
    `polarity.yaml`); `looked` is the day or time a case is looked at, `role` who the asker is, `any` whatever the
    sentence says. `safe` is the end of a stretch of days that is computed with where a day is needed: the one that
    is safe for the asker. `covers` (of a span: a number of days that other inputs are told of) says for which
    inputs the span must be long enough. `pairs` are further ways of saying a token of an enumeration: a thing and a
    deed (“视频|片子 确认|验收”), in either order, near each other and not denied. `words` names a word list of classes
    (`goods`) that a free text is brought to. `after` are events that a moment may be counted from: a length of time
    told beside one of them (48 小时发货, 昨天 10 点下的单) is it. `by` is the role whose deed a yes or no
    is: that of another
    one (达人不同意) is none.
    """

    type: InputType
    label: str
    ask: str
    fact: str = ""
    unit: str = ""
    required: bool = True
    default: str | None = None
    assumed: str | None = None
    happened: bool = False
    above_zero: bool = False
    at_least: int = 0
    choices: dict[str, Strings] = Field(default_factory=dict)
    event: Strings = ()
    safe: Literal["low", "high", ""] = ""
    covers: Covers | None = None
    pairs: dict[str, Strings] = Field(default_factory=dict)
    words: str = ""
    after: Strings = ()
    by: str = ""


class Reason(Frozen):
    """
    Why a check speaks against something: `at` is the clause, `says` the reason in words.

    `holds` is how strong it is: `plain` (it is not owed), `may` (it may be refused), `open` (it is disputed or not
    said). `then` is what can still be done where this is the strongest reason.
    """

    at: str
    says: str
    then: str = ""
    holds: Literal["plain", "may", "open"] = "may"


def _by_case(value: object) -> object:
    return {"": value} if isinstance(value, list | str) else value


Needs = Annotated[
    dict[str, Strings], BeforeValidator(_by_case, json_schema_input_type=str | tuple[str, ...] | dict[str, Strings])
]
ByCase = Annotated[dict[str, str], BeforeValidator(_by_case, json_schema_input_type=str | dict[str, str])]


class Calculation(Frozen):
    """
    A figure or a decision that the clause defines.

    `use` names the general function; `figures` binds its keywords to parameters (`cap`, or `1.1#followers` of another
    clause), `settings` to words of ours. `results` binds the result names of the catalogue, in its order, to the
    function's own. `tells` are the headlines by case, `says` the sentences of steps, assumptions and boundaries; both
    may hold placeholders for inputs, results and figures. `words` are what people read for a result's token; `gaps`
    what an open result's key stands for. `clauses` are further places that every outcome rests on, `near` those whose
    questions may want the calculation, too; `rests` are those of one case, the one relied on most first.
    `supplements_for` is the input whose value picks the supplements beside a gap, `besides` are results told beside
    an open one; with `own_start` the day a rule starts is one of its conditions. `needs` names the readings that bear
    on the result (`id`, or `2.2.3#id` of another clause), for all cases or by case; all of its clause where nothing
    is named. `then` is what to know or do next, for all cases or by case. `checks` are the eligibility calculations
    that are looked at before the result is told, `answers` are the kinds of question that its result answers, where
    they are not those of its kind; `premise` is what it is told under where none speaks against it. A calculation
    that is such a check says its `reasons`. `remind` are the results that somebody may want to be reminded of, days
    or moments; the first one that is known is offered.
    """

    name: str
    kind: Literal["payout", "deadline", "eligibility"]
    title: str
    use: str
    inputs: dict[str, Input]
    results: dict[str, str]
    figures: dict[str, str] = Field(default_factory=dict)
    settings: dict[str, str | dict[str, str]] = Field(default_factory=dict)
    tells: dict[str, str] = Field(default_factory=dict)
    says: dict[str, str] = Field(default_factory=dict)
    words: dict[str, str] = Field(default_factory=dict)
    gaps: dict[str, str] = Field(default_factory=dict)
    clauses: Strings = ()
    rests: dict[str, Strings] = Field(default_factory=dict)
    near: Strings = ()
    supplements_for: str = ""
    besides: dict[str, str] = Field(default_factory=dict)
    own_start: bool = False
    needs: Needs | None = None
    then: ByCase = Field(default_factory=dict)
    checks: Strings = ()
    premise: str = ""
    answers: Strings = ()
    reasons: dict[str, Reason] = Field(default_factory=dict)
    remind: Strings = ()
    asked: Strings = ()
    example: str = ""

    @property
    def wanted(self) -> tuple[str, ...]:
        """
        Return the inputs that a line is searched for unasked.

        Those are the ones it needs, and its first amount, without which no amount comes out.
        """
        amount = next((name for name, one in self.inputs.items() if one.type == "money"), "")
        return tuple(name for name, one in self.inputs.items() if one.required or name == amount)
