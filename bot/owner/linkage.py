"""Average linkage: what is alike on average is brought together, by a chain of nearest neighbours, in square time."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

NONE = -1.0


def linked(alike: NDArray[np.float32], sizes: Sequence[int], *, at_least: float) -> list[list[int]]:
    """
    Return the numbers of things in groups whose members are alike on average.

    No chain of neighbours reaches from one thing to another that is quite different. Who is merged with whom does not
    depend on where one begins, and ties go to the lower number.

    Args:
        alike: How alike each is to each, the same both ways, zero or more.
        sizes: How often each thing comes; repeats weigh as much as so many.
        at_least: How alike two groups have to be, on average over all pairs, to become one.

    Returns:
        The groups by their lowest number, the numbers of each in ascending order.

    >>> linked(np.array([[1, .8, .1], [.8, 1, .3], [.1, .3, 1]], np.float32), [1, 1, 1], at_least=0.5)
    [[0, 1], [2]]
    """
    near = alike.astype(np.float64)
    np.fill_diagonal(near, NONE)
    weight = np.array(sizes, np.float64)
    members = {number: [number] for number in range(len(sizes))}
    waiting, chain, done = dict.fromkeys(range(len(sizes))), list[int](), list[list[int]]()
    while waiting:
        chain = chain or [next(iter(waiting))]
        top = chain[-1]
        best = int(near[top].argmax())
        if near[top, best] < at_least:
            # whatever the others become, none of them will come nearer than the nearest is now
            done.append(members.pop(top))
            _drop(near, top)
            del waiting[top], chain[-1]
        elif len(chain) > 1 and near[top, chain[-2]] >= near[top, best]:
            other = chain[-2]
            _merge(near, weight, top, other)
            members[top] += members.pop(other)
            del waiting[other], chain[-2:]
        else:
            chain.append(best)
    return sorted(sorted(group) for group in done)


def _merge(near: NDArray[np.float64], weight: NDArray[np.float64], one: int, other: int) -> None:
    """Let `one` stand for both."""
    both = weight[one] + weight[other]
    row = (near[one] * weight[one] + near[other] * weight[other]) / both
    row[near[one] == NONE] = NONE
    weight[one] = both
    near[one] = near[:, one] = row
    _drop(near, other)
    near[one, one] = NONE


def _drop(near: NDArray[np.float64], number: int) -> None:
    near[number] = NONE
    near[:, number] = NONE
