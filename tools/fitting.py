"""Fitting weights: lists of hypotheses as a table, a conditional log-linear fit, cross-validation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags

from bot.assistant.hypothesis import Hypothesis
from tools.with_lines import Line

_RIDGE = 1.0
Floats = NDArray[np.float64]
Rows = Any  # a sparse matrix: hypotheses in rows, features in columns


@dataclass(frozen=True)
class Listed:
    """The hypotheses of a line, which of them are right, the fold that its writer is in, and how much it counts."""

    line: Line
    hypotheses: list[Hypothesis]
    right: list[bool]
    fold: int
    share: float = 1.0
    talk: bool = False


# ---- fitting ----


def fit(values: Rows, right: Floats, sizes: NDArray[np.int64], shares: Floats) -> Floats:
    """
    Return the weights under which the right rows of each list are likeliest.

    Several right ones count as one, lists by their shares.
    """
    mean = np.asarray(values.mean(0)).ravel()
    scale = np.sqrt(np.maximum(np.asarray(values.multiply(values).mean(0)).ravel() - mean * mean, 0)) + 1e-9
    rows = csr_matrix(values @ diags(1 / scale))
    columns, starts = csr_matrix(rows.T), np.concatenate([[0], np.cumsum(sizes)[:-1]])
    of_list = np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = rows @ weights
        chances = np.exp(scores - np.maximum.reduceat(scores, starts)[of_list])
        chances /= np.add.reduceat(chances, starts)[of_list]
        hit = np.add.reduceat(chances * right, starts) + 1e-12
        slope = (chances - chances * right / hit[of_list]) * shares[of_list]
        return -(np.log(hit) * shares).sum() + _RIDGE * weights @ weights / 2, columns @ slope + _RIDGE * weights

    return np.asarray(
        minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x / scale
    )


def columns(lists: Iterable[Listed]) -> list[tuple[str, str]]:
    """Return the features of each kind of hypothesis that occur."""
    return sorted({(one.kind, name) for row in lists for one in row.hypotheses for name in one.features})


def table(lists: Sequence[Listed], names: Sequence[tuple[str, str]]) -> tuple[Rows, Floats, NDArray[np.int64], Floats]:
    """Return the features of all hypotheses in rows, which are right, how many each line has, how much it counts."""
    at = {name: number for number, name in enumerate(names)}
    every = [one for row in lists for one in row.hypotheses]
    filled = [
        (number, at[one.kind, name], value)
        for number, one in enumerate(every)
        for name, value in one.features.items()
        if (one.kind, name) in at and value
    ]
    rows, columns, numbers = (np.array(part) for part in zip(*filled, strict=True))
    values = csr_matrix((numbers, (rows, columns)), (len(every), len(names)))
    right = np.array([flag for row in lists for flag in row.right], float)
    return values, right, np.array([len(row.hypotheses) for row in lists]), np.array([row.share for row in lists])


def fitted_on(values: Rows, right: Floats, sizes: NDArray[np.int64], shares: Floats, kept: NDArray[np.bool_]) -> Floats:
    """Return the weights fitted on the lists that are kept and hold something right."""
    of_list = np.repeat(np.arange(len(sizes)), sizes)
    use = kept & (np.bincount(of_list, right, minlength=len(sizes)) > 0)
    rows = use[of_list]
    return fit(values[rows], right[rows], sizes[use], shares[use])


def crossed(lists: Sequence[Listed], names: Sequence[tuple[str, str]]) -> Floats:
    """Return the score of every hypothesis under weights that were fitted without its writer's fold."""
    values, right, sizes, shares = table(lists, names)
    fold = np.array([row.fold for row in lists])
    scores = np.zeros(values.shape[0])
    of_list = np.repeat(np.arange(len(sizes)), sizes)
    for number in sorted(set(fold.tolist())):
        weights = fitted_on(values, right, sizes, shares, fold != number)
        rows = (fold == number)[of_list]
        scores[rows] = values[rows] @ weights
    return scores


def chances(lists: Sequence[Listed], scores: Floats) -> list[Floats]:
    """Return the chances of each line's hypotheses."""
    result, at = [], 0
    for row in lists:
        own = np.exp(scores[at : at + len(row.hypotheses)] - scores[at : at + len(row.hypotheses)].max())
        result.append(own / own.sum())
        at += len(row.hypotheses)
    return result
