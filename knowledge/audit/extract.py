"""What must not get lost between a source sentence and its clause: figures, 《titles》, 【paths】 and listed terms."""

import re
from decimal import Decimal

from knowledge.language.numerals import number
from knowledge.language.script import simplify

_LIST_NUMBER = re.compile(
    r"^\s*(?:[((]?\d{1,2}[)）、.](?!\d)|\d{1,2}(?:\.\d{1,2})+(?!\d)|[((]?[一二三四五六七八九十]+[)）、:])+"
)
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])")
_NAMED = re.compile(r"\d[A-Z]|[A-Z]\d+\+?")
_DIGITS = re.compile(r"(\d+(?:\.\d+)*)(万|%)?")
_MEASURES = "次|天|日|小时|工作日|条|元|毫米|分|单|点|倍|年"
_NUMERAL = re.compile(
    rf"([零一二两三四五六七八九十百千万]+)(?:个(?={_MEASURES}))?(?:{_MEASURES})(?!定|些)|(半)(?=个?[月天])|([二两三四五六七八九十])个"
)
_NOTHING = re.compile(r"无需(?:承担|赔付|支付)|不用(?:承担|赔|付)")
_TITLE = re.compile(r"《([^《》]+)》")
_PATH = re.compile(r"【([^【】]+)】")
_STEP = re.compile(r"[→,，>]")
_SYMBOLS = re.compile(r"[^\w+]|_")
_PAUSE = re.compile(
    r"[,，;；:：。!！?？()（）“”「」《》【】→·\s]|以及|包括但不限于|包含但?不限于|例如|比如|如(?=虚假)|诸如|包括"
)
_LIST_END = re.compile(r"等.*$")
_LITTLE = "在应被对的其把由并及和与或于将"
_ENDS, _LONG = 2, 5


def bare(text: str) -> str:
    """Return `text` without punctuation and blanks, Latin letters in lower case."""
    return _SYMBOLS.sub("", simplify(text)).replace("帐", "账").lower()


def _value(digits: str, unit: str) -> str:
    if digits.count(".") > 1:
        return digits
    value = Decimal(digits) * (10_000 if unit == "万" else 1)
    return f"{value.normalize():f}" + ("%" if unit == "%" and value else "")


def without_list_number(text: str) -> str:
    """Return a source sentence without the number it carries as a list item."""
    return _LIST_NUMBER.sub("", text)


def figures(text: str) -> frozenset[str]:
    """Return the figures of `text`, each in one spelling: 三次 as 3, 100万 as 1000000, 8:00 as 08:00:00, 2.10 stays."""
    found = {f"{int(match[1]):02}:{match[2]}:{match[3] or '00'}" for match in _CLOCK.finditer(text)}
    rest = _CLOCK.sub(" ", text)
    found |= {match.group() for match in _NAMED.finditer(rest)}
    found |= {_value(match[1], match[2] or "") for match in _DIGITS.finditer(_NAMED.sub(" ", rest))}
    for match in _NUMERAL.finditer(rest):
        value = number(match[1] or match[3]) if not match[2] else Decimal("0.5")
        found |= {f"{value.normalize():f}"} if value is not None else set()
    return frozenset(found)


def told_nothing(text: str) -> bool:
    """Return whether `text` says in words that nothing is due: the figure 0."""
    return bool(_NOTHING.search(text))


def titles(text: str) -> list[str]:
    """Return the 《titles》 of `text`."""
    return _TITLE.findall(text)


def paths(text: str) -> list[str]:
    """Return the steps of each 【path】 of `text`; a figure or a mere 【注】 in such brackets is none."""
    steps = [step for path in _PATH.findall(text) for step in _STEP.split(path)]
    return [step for step in steps if not re.search(r"\d", step) and bare(step) not in {"", "注"}]


def listed(text: str) -> list[tuple[str, ...]]:
    """Return the terms of each enumeration (A、B、C or A/B/C) of `text`, in order; what follows 等 apart."""
    found = []
    for part in _PAUSE.split(without_list_number(text)):
        terms = [term for term in re.split(r"[、/]", _LIST_END.sub("", part)) if bare(term)]
        if len(terms) > 1:
            found.append(tuple(terms))
    return found


def missing_terms(terms: tuple[str, ...], words: str) -> list[str]:
    """
    Return the `terms` of one enumeration that do not occur in `words` (bare).

    A term of up to five characters occurs whole; of a longer one, which is rather a phrase, the beginning and the end
    do. The first term may carry words before it, and the last one words behind it, that belong to the sentence.
    """
    lost = []
    for number_, term in enumerate(terms):
        whole = bare(term)
        begins, ends = _begins(whole, words), _ends(whole, words)
        if number_ == 0:
            kept = ends
        elif number_ == len(terms) - 1:
            kept = begins or (len(whole) > _LONG and ends)
        else:
            kept = whole in words or (len(whole) > _LONG and begins and ends)
        lost += [] if kept else [term]
    return lost


def _begins(term: str, words: str) -> bool:
    core = term.lstrip(_LITTLE) or term
    return core[:_ENDS] in words


def _ends(term: str, words: str) -> bool:
    core = term.rstrip(_LITTLE) or term
    return core[-_ENDS:] in words
