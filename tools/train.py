"""Fits what speaks for each hypothesis on lines of left-out writers; writes the weights. Needs scikit-learn, scipy."""

import argparse
import json
import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from bot.assistant.assistant import Assistant
from bot.assistant.judging import propose
from knowledge.language.lexicon import AskingWeights
from knowledge.language.reader import read
from knowledge.language.spelling import Spelling
from knowledge.library import Library
from knowledge.load import load
from knowledge.search.finder import Finder
from knowledge.search.found import BESIDE, TURN_MARK, TURNS
from knowledge.search.postings import grams
from tools.fitting import Floats, Listed, chances, columns, crossed, fit, fitted_on, table
from tools.old_questions import old_lines, old_talks
from tools.talks import Conversation, follow_ups, lines_of, read_talks, steps
from tools.with_lines import Line, read_lines, with_lines, without_lines

_KNOWLEDGE = Path(__file__).parent.parent / "knowledge"
_FOLDS, _FEW, _SEVERAL = 5, 10, 2
_LEAST_KIND, _LEAST_GRAM, _LEAST_WEIGHT = 20, 15, 0.05
_RANKED = ("alike", "nearly", "similar", "told", "around", "meant", "kind", "platform", "named", "differs")


# ---- what a line asks for ----


def asking(library: Library, lines: Iterable[Line]) -> AskingWeights:
    """Return bias and gram weights of each kind of line: sparse logistic regressions."""
    spelled = Spelling(library.lexicon).example
    every = [bound for of_one in library.aspects.values() for bound in of_one]
    kinds = {bound.id: bound.aspect.asks for bound in every}
    rows: list[tuple[str, Sequence[str]]] = [
        (spelled(example.q), bound.aspect.asks)
        for bound in every
        for example in bound.aspect.asked
        if bound.aspect.asks
    ]
    for line in lines:
        targets = sorted(line.targets)
        if any(target in BESIDE or target in TURNS for target in targets):
            rows.append(
                (spelled(line.text), tuple(f"{TURN_MARK}{target}" if target in TURNS else target for target in targets))
            )
        elif targets[0] in kinds:
            rows.append((spelled(line.text), kinds[targets[0]]))
    counter = CountVectorizer(analyzer=lambda text: set(grams(text, 3)), min_df=_LEAST_GRAM, binary=True)
    held = counter.fit_transform([text for text, _ in rows])
    names = counter.get_feature_names_out()
    bias: dict[str, float] = {}
    weights: dict[str, dict[str, float]] = {}
    for kind in sorted({kind for _, asks in rows for kind in asks}):
        right = np.array([kind in asks for _, asks in rows])
        if right.sum() < _LEAST_KIND:
            continue
        model = LogisticRegression(C=0.3, l1_ratio=1, solver="liblinear").fit(held, right)
        bias[kind] = round(float(model.intercept_[0]), 3)
        weights[kind] = {
            str(names[at]): round(float(value), 3)
            for at, value in enumerate(model.coef_[0])
            if abs(value) >= _LEAST_WEIGHT
        }
    return AskingWeights(own=library.asking.own, bias=bias, kinds=weights)


# ---- features of lines whose writers were left out ----


def folds(lines: Sequence[Line]) -> dict[str, int]:
    """Return the fold of each writer; the writers with most lines are dealt out first."""
    count = {
        writer: sum(line.writer == writer for line in lines) for writer in dict.fromkeys(line.writer for line in lines)
    }
    return {writer: number % _FOLDS for number, writer in enumerate(sorted(count, key=lambda one: (-count[one], one)))}


def prepared(
    library: Library, lines: Sequence[Line], talks: Sequence[Conversation], part: Mapping[str, int], number: int
) -> Finder:
    """Return a finder that knows the lines and talks of all writers but those of one fold."""
    others = [line for line in lines if part[line.writer] != number and not line.writer.startswith("old")]
    whole = replace(
        with_lines(library, others), follow_ups=follow_ups(one for one in talks if part.get(one.writer, 0) != number)
    )
    day = max(document.checked for document in library.documents)
    return Finder(replace(whole, asking=asking(library, [line for line in lines if part[line.writer] != number])), day)


def ranking(finders: Mapping[int, Finder], lines: Sequence[Line], part: Mapping[str, int]) -> dict[str, float]:
    """Return how the features of a candidate add up, so that the right aspect comes first."""
    rows, right, sizes = [], [], []
    for line in lines:
        if len(line.targets) > 1 and not line.writer.startswith("old"):
            continue  # what may be meant of several is no example of the one that comes first
        found = finders[part[line.writer]].find(line.text)
        known = [one for one in found.candidates if one.bound is not None]
        flags = [one.id in line.targets for one in known]
        if any(flags):
            rows.extend([[one.features[name] for name in _RANKED] for one in known])
            right.extend(flags)
            sizes.append(len(known))
    weights = fit(csr_matrix(np.array(rows, float)), np.array(right, float), np.array(sizes), np.ones(len(sizes)))
    return dict(zip(_RANKED, weights.tolist(), strict=True))


def listed(finder: Finder, line: Line, fold: int) -> list[Listed]:
    """
    Return everything a line may be meant as, and what of it is right.

    A few words (申诉期限) come once for each document meant.
    """
    found = finder.find(line.text)
    reading = read(line.text, line.now, finder.readable(line.text))
    hypotheses = propose(found, reading, finder.library, finder.asking, line.now, group=line.group)
    documents = {one.document for one in hypotheses if one.target in line.targets and one.place}
    if line.writer.startswith("old") or len(line.text) > _FEW or len(documents) < _SEVERAL:
        return [Listed(line, hypotheses, [one.target in line.targets for one in hypotheses], fold)]
    meant = (
        [one.target in line.targets and one.document == document for one in hypotheses]
        for document in sorted(documents)
    )
    return [Listed(line, hypotheses, right, fold, 1 / len(documents)) for right in meant]


def told(finder: Finder, talk: Conversation, fold: int) -> list[Listed]:
    """Return the steps of a conversation like lines."""
    assistant = Assistant(finder.library, finder=finder)
    # Once each way: what waits for an input is met with only where the calculation is told before its rule.
    both = [step for computing in (False, True) for step in steps(assistant, talk, computing=computing)]
    return [
        Listed(step.line, step.hypotheses, step.right, fold, 1 / 2, talk=True) for step in both if step.line.targets
    ]


def report(lists: Sequence[Listed], likely: Sequence[Floats]) -> dict[str, tuple[int, float]]:
    """Return for each kind of target how many lines there are, and how often the likeliest hypothesis is right."""
    kinds: dict[str, list[bool]] = {}
    for row, chance in zip(lists, likely, strict=True):
        target = min(row.line.targets)
        known = (
            "calculation"
            if target.startswith("=")
            else target
            if target in BESIDE
            else "turn"
            if target in TURNS
            else "aspect"
        )
        kind = f"talk {known}" if row.talk else known
        for name in (kind, "talks" if row.talk else "lines"):
            kinds.setdefault(name, []).append(row.right[int(chance.argmax())])
    return {kind: (len(flags), sum(flags) / len(flags)) for kind, flags in sorted(kinds.items())}


def main() -> None:
    """Fit, cross-validate by writer, print what each feature earns, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--earns", action="store_true", help="print what is lost without each feature")
    parser.add_argument("--keep", type=Path, help="also write the lists with their cross-validated chances here")
    chosen = parser.parse_args()
    whole = load()
    own_talks = read_talks()
    learnt = [*read_lines(), *lines_of(own_talks)]
    library = without_lines(whole, learnt)
    talks = [*own_talks, *old_talks(library)]
    lines = [*learnt, *old_lines(library)]
    part = folds(lines)
    finders = {number: prepared(library, lines, own_talks, part, number) for number in range(_FOLDS)}
    order = ranking(finders, lines, part)
    print("ranking", {name: round(value, 2) for name, value in order.items()})
    for number, finder in finders.items():
        finders[number] = finder.ranked(order)
    single = [line for line in lines if not line.targets <= {*TURNS}]
    lists = [row for line in single for row in listed(finders[part[line.writer]], line, part[line.writer])]
    lists += [row for one in talks for row in told(finders[part.get(one.writer, 0)], one, part.get(one.writer, 0))]
    missed = sum(not any(row.right) for row in lists)
    print(f"{len(lists)} lines, missed by proposing {missed / len(lists):.1%}")
    names = columns(lists)
    likely = chances(lists, crossed(lists, names))
    print({kind: f"{share:.1%} of {count}" for kind, (count, share) in report(lists, likely).items()})
    if chosen.earns:
        for name in names:
            without = report(lists, chances(lists, crossed(lists, [one for one in names if one != name])))
            print("without", *name, {kind: f"{share:.1%}" for kind, (_, share) in without.items()}, flush=True)
    values, right, sizes, shares = table(lists, names)
    weights = dict(zip(names, fitted_on(values, right, sizes, shares, np.ones(len(sizes), bool)), strict=True))
    write(order, weights, asking(library, lines), follow_ups(own_talks))
    if chosen.keep:
        shown = [[(one.kind, one.target, dict(one.features)) for one in row.hypotheses] for row in lists]
        kept = [(row.line, own, row.right, chance) for row, own, chance in zip(lists, shown, likely, strict=True)]
        chosen.keep.write_bytes(pickle.dumps(kept))


def write(
    order: Mapping[str, float],
    weights: Mapping[tuple[str, str], float],
    ask: AskingWeights,
    onward: Mapping[str, Sequence[str]],
) -> None:
    """Write the three files of weights, and the lines that are known to go on in a talk."""
    told = (
        f"{json.dumps(line, ensure_ascii=False)}: {json.dumps(list(targets))}\n"
        for line, targets in sorted(onward.items())
    )
    head = (
        "# Lines that go on in a talk, and what they go on to. "
        "Written by tools/train.py from tests/questions/learn/talks.\n"
    )
    (_KNOWLEDGE / "search" / "follow_ups.yaml").write_text(head + "".join(told), encoding="utf-8")
    head = "# {} Written by tools/train.py.\n"
    lines = [f'{name}: "{value:.4f}"\n' for name, value in order.items()]
    (_KNOWLEDGE / "weights" / "ranking.yaml").write_text(
        head.format("How the features of a candidate add up.") + "".join(lines), encoding="utf-8"
    )
    text = head.format("How the features of a hypothesis add up to its score, by kind.")
    for kind in dict.fromkeys(kind for kind, _ in weights):
        text += f"{kind}:\n" + "".join(
            f'  {name}: "{value:.4f}"\n' for (of, name), value in weights.items() if of == kind
        )
    (_KNOWLEDGE / "weights" / "judging.yaml").write_text(text, encoding="utf-8")
    text = head.format("What speaks for each kind of line: logistic weights of grams.")
    text += (
        f'own: "{ask.own}"\nbias: {{'
        + ", ".join(f'"{kind}": "{value}"' for kind, value in ask.bias.items())
        + "}\nkinds:\n"
    )
    for kind, by in ask.kinds.items():
        text += (
            f'  "{kind}": '
            "{"
            + ", ".join(f'"{gram}": "{value}"' for gram, value in sorted(by.items(), key=lambda one: -abs(one[1])))
            + "}\n"
        )
    (_KNOWLEDGE / "weights" / "asking.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
