"""Writes knowledge/aspects.yaml: what speaks for each kind of question, and how the features of an aspect add up. Needs scikit-learn."""

import math
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from knowledge.answers import AspectWeights
from knowledge.aspects import Aspects
from knowledge.finder import Finder
from knowledge.library import BoundAspect, Library
from knowledge.load import load
from knowledge.search import grams

_TARGET = Path(__file__).parent.parent / "knowledge" / "aspects.yaml"
_HEAD = "# How an aspect is chosen among those of a clause. Written by tools/fit_aspects.py; `kinds` are logistic weights of grams.\n"
_FEATURES = ("near3", "says", "kind", "bayes")
_LEAST_KIND, _LEAST_GRAM, _LEAST_WEIGHT, _FOLDS, _RIDGE, _MOST_ROWS = 20, 15, 0.05, 5, 1.0, 6000
Row = tuple[BoundAspect, str]


def asked(library: Library, finder: Finder) -> list[Row]:
    """Return every way of asking, spelled, with its aspect."""
    every = (bound for of_one in library.aspects.values() for bound in of_one if bound.aspect.asks)
    return [(bound, finder.spelling.example(example.q)) for bound in every for example in bound.aspect.asked]


def kinds(rows: list[Row]) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Return bias and gram weights of each kind of question: sparse logistic regressions."""
    counter = CountVectorizer(analyzer=lambda text: set(grams(text, 3)), min_df=_LEAST_GRAM, binary=True)
    held = counter.fit_transform([text for _, text in rows])
    names = counter.get_feature_names_out()
    bias: dict[str, float] = {}
    weights: dict[str, dict[str, float]] = {}
    for kind in sorted({kind for bound, _ in rows for kind in bound.aspect.asks}):
        right = np.array([kind in bound.aspect.asks for bound, _ in rows])
        if right.sum() < _LEAST_KIND:
            continue
        model = LogisticRegression(C=0.3, l1_ratio=1, solver="liblinear").fit(held, right)
        bias[kind] = round(float(model.intercept_[0]), 3)
        weights[kind] = {str(names[at]): round(float(value), 3) for at, value in enumerate(model.coef_[0]) if abs(value) >= _LEAST_WEIGHT}
    return bias, weights


def samples(aspects: Aspects, rows: list[Row]) -> list[tuple[np.ndarray, int, str]]:
    """Return for each way of asking the features of all aspects of its clause without itself, the right one's place, the clause."""
    found = []
    for bound, text in rows:
        table = aspects.features(bound.target, text, without=text)
        at = next((number for number, (asked, _) in enumerate(table) if asked.bound is bound), None)
        if at is not None and len(table) > 1:
            found.append((np.array([[row[name] for name in _FEATURES] for _, row in table]), at, bound.target))
    return found


def fit(rows: list[tuple[np.ndarray, int, str]]) -> np.ndarray:
    """Return the weights of a conditional logistic regression with a ridge."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, gradient = _RIDGE * float(weights @ weights) / 2, _RIDGE * weights
        for values, right, _ in rows:
            scores = values @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            total -= math.log(chances[right] + 1e-12)
            gradient = gradient + values.T @ chances - values[right]
        return total, gradient

    return minimize(loss, np.zeros(len(_FEATURES)), jac=True, method="L-BFGS-B").x


def own_line(library: Library, finder: Finder, bias: dict[str, float], weights: dict[str, dict[str, float]]) -> float:
    """Return from which likeness on the own first line of the nearest way is more often right than that of the aspect."""
    tried = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
    right = dict.fromkeys(tried, 0)
    for own in tried:
        parts = AspectWeights(own=own, features=dict.fromkeys(_FEATURES, 1.0), bias=bias, kinds=weights)
        aspects = Aspects(library, finder.spelling.example, finder.index.rarity, parts)
        for bound in (bound for of_one in library.aspects.values() for bound in of_one):
            for example in bound.aspect.asked if any(way.says for way in bound.aspect.asked) else ():
                text = finder.spelling.example(example.q)
                right[own] += aspects.line(bound, text, without=text) == (example.says or bound.aspect.says)
    print("own line:", right)
    return max(tried, key=lambda own: (right[own], own))


def main() -> None:
    """Fit, cross-validate by clause, print what each feature earns, write."""
    library = load()
    finder = Finder(library, max(document.checked for document in library.documents))
    rows = asked(library, finder)
    bias, weights = kinds(rows)
    even = AspectWeights(own=1.0, features=dict.fromkeys(_FEATURES, 1.0), bias=bias, kinds=weights)
    aspects = Aspects(library, finder.spelling.example, finder.index.rarity, even)
    table = samples(aspects, rows[:: max(1, len(rows) // _MOST_ROWS)])
    groups = [target for _, _, target in table]
    for left_out in ("", *_FEATURES):
        kept = np.array([name != left_out for name in _FEATURES], dtype=float)
        right = 0
        for train, test in GroupKFold(_FOLDS).split(table, groups=groups):
            fitted = fit([(values * kept, at, target) for values, at, target in (table[one] for one in train)]) * kept
            right += sum(int(np.argmax(table[one][0] @ fitted) == table[one][1]) for one in test)
        print(f"without {left_out}" if left_out else "all", f"{right / len(table):.1%} of {len(table)}")
    chosen = dict(zip(_FEATURES, fit(table), strict=True))
    own = own_line(library, finder, bias, weights)
    features = ", ".join(f'{name}: "{value:.3f}"' for name, value in chosen.items())
    lines = [_HEAD, f'own: "{own}"\n', f"features: {{{features}}}\n"]
    lines += ["bias: {" + ", ".join(f'{kind}: "{value}"' for kind, value in bias.items()) + "}\n", "kinds:\n"]
    for kind, by in weights.items():
        lines.append(f"  {kind}: " + "{" + ", ".join(f'"{gram}": "{value}"' for gram, value in sorted(by.items(), key=lambda one: -abs(one[1]))) + "}\n")
    _TARGET.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
