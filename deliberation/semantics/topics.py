"""Topics: statements that stand close together in meaning, found as communities of a graph. PURE.

Which way of clustering is best was measured (`benchmarks/topics.py`, docs/methods.md): communities of the
graph of mutual nearest neighbours agree with planted topics as well as Ward's clustering does and repeat
themselves far better when statements come or go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linear_sum_assignment

from deliberation.semantics.encoders import unit_length
from deliberation.semantics.topic_names import is_han, typical_words

METHOD = "mutual neighbours, Louvain 1.5"
"""Names the way of clustering, so that stored topics of another one are found anew."""

NEIGHBOURS = 20
LEAST_COSINE = 0.25
"""Less, once the mean is taken away, joins no statements: who has no neighbour is "other"."""
RESOLUTION = 1.5
"""Above 1 modularity favours more and smaller communities."""
SMALLEST = 3
"""Statements that make a topic; fewer are "other"."""
MOST_TOPICS = 20
SAME_MIDDLE = 0.6
"""Cosine of the middles of two communities from which they are one topic, cut in two by the resolution."""
WORTH_CHANGING = 0.02
"""Modularity that new topics must gain over the last ones; one seed differs from another by less."""
SAME_TOPIC = 0.4
"""Share of the statements of two topics, taken together, that both hold, from which they are the same."""
FEWEST_IN_A_SCRIPT = 20
"""Statements whose mean says more about their script than about their matter."""
TYPICAL = 50
"""Statements nearest to the middle of a topic, after which it is named."""
BLOCK = 512

OTHER = -1
"""Stands for no topic, in `labels` and in `last`."""

Namer = Callable[[Sequence[Sequence[str]]], Sequence[str]]
"""Statements of each topic, the most typical first, to a name for each: by rule or by a language model."""


@dataclass(frozen=True)
class TopicResult:
    """A topic: its name, its statements by position in the input, and the topic that it continues.

    `continues` is the number of the last run's topic that has become this one, None for a new topic. The
    statements without a topic come as the last result, with `is_other` and no name.
    """

    name: str
    members: tuple[int, ...]
    continues: int | None = None
    is_other: bool = False


def find_topics(
    vectors: NDArray[np.float32],
    texts: Sequence[str],
    *,
    last: Sequence[int] | None = None,
    name_topics: Namer = typical_words,
) -> tuple[TopicResult, ...]:
    """Cluster statements into topics, the largest first; what belongs to none comes last as "other".

    Louvain communities (Blondel et al. 2008, with resolution) of the graph that joins statements which are
    among each other's nearest neighbours, weighted by the square of their cosine. The mean of each script is
    taken from the vectors first, so that statements gather by what they say and not by the language they
    say it in. With the topics of the last run, those are kept, and only new statements put in, unless new
    ones are clearly better; a topic that holds mostly the same statements as one of the last run continues
    it.

    Args:
        vectors: (n, d) unit vectors.
        texts: the n statements.
        last: the number of each statement's topic in the last run, `OTHER` for none.
        name_topics: names topics that do not continue one; the default takes their typical words.
    """
    if not len(texts):
        return ()
    before = np.full(len(texts), OTHER) if last is None else np.asarray(last)
    centered = without_script(vectors, texts)
    labels = np.zeros(len(texts), dtype=np.int64)
    if len(texts) >= 2 * SMALLEST + 2:
        labels = topic_labels(centered, before)
    members = [np.flatnonzero(labels == label) for label in np.unique(labels) if label != OTHER]
    members.sort(key=lambda positions: (-len(positions), positions.tolist()))
    names = name_topics([_typical(centered, positions, texts) for positions in members]) if members else []
    results = [
        TopicResult(name, tuple(positions.tolist()), continued)
        for name, positions, continued in zip(names, members, _continued(members, before), strict=True)
    ]
    others = tuple(np.flatnonzero(labels == OTHER).tolist())
    return (*results, TopicResult("", others, is_other=True)) if others else tuple(results)


def topic_labels(centered: NDArray[np.float32], before: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the community of each statement, `OTHER` for those in none of at least `SMALLEST`."""
    graph = neighbour_graph(centered)
    labels = _without_small(_gathered(centered, _communities(graph)))
    if (before != OTHER).any():
        carried = _without_small(_carried_on(graph, before))
        if _modularity(graph, labels) - _modularity(graph, carried) < WORTH_CHANGING:
            return carried
    return labels


def without_script(vectors: NDArray[np.float32], texts: Sequence[str]) -> NDArray[np.float32]:
    """Take the mean away: of each script where both have statements enough for one, else of all."""
    in_han = np.array([is_han(text) for text in texts])
    scripts = [in_han, ~in_han]
    if min(script.sum() for script in scripts) < FEWEST_IN_A_SCRIPT:
        scripts = [np.ones(len(texts), dtype=np.bool_)]
    centered = vectors.copy()
    for script in scripts:
        centered[script] -= vectors[script].mean(axis=0)
    return unit_length(centered)


def neighbour_graph(vectors: NDArray[np.float32]) -> sparse.csr_array:
    """Join statements that are among each other's nearest neighbours by the square of their cosine.

    The nearest are `NEIGHBOURS`, a third of all where there are few statements; a cosine below
    `LEAST_COSINE` joins nothing. Exact, in blocks of rows.
    """
    count = len(vectors)
    nearest = min(NEIGHBOURS, max(3, count // 3), count - 1)
    rows, columns, weights = [], [], []
    for start in range(0, count, BLOCK):
        cosines = vectors[start : start + BLOCK] @ vectors.T
        own = np.arange(len(cosines))
        cosines[own, start + own] = -2.0
        found = np.argpartition(-cosines, nearest - 1, axis=1)[:, :nearest]
        rows.append(np.repeat(start + own, nearest))
        columns.append(found.ravel())
        weights.append(np.take_along_axis(cosines, found, axis=1).ravel())
    cosine = np.concatenate(weights).astype(np.float64)
    places = (np.concatenate(rows), np.concatenate(columns))
    strength = np.where(cosine >= LEAST_COSINE, cosine**2, 0.0)
    directed = sparse.csr_array((strength, places), shape=(count, count))
    directed.eliminate_zeros()
    return sparse.csr_array(directed.minimum(directed.T))


def _communities(graph: sparse.csr_array) -> NDArray[np.int64]:
    import networkx  # here, because the web process reads this module and never clusters

    found = networkx.community.louvain_communities(
        networkx.from_scipy_sparse_array(graph), resolution=RESOLUTION, seed=0
    )
    labels = np.zeros(graph.shape[0], dtype=np.int64)
    for number, community in enumerate(found):
        labels[list(community)] = number
    return labels


def _without_small(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    numbers, sizes = np.unique(labels, return_counts=True)
    return np.where(np.isin(labels, numbers[sizes < SMALLEST]), OTHER, labels)


def _gathered(centered: NDArray[np.float32], labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Join communities with about the same middle, then the smallest to the nearest while too many.

    Communities too small for a topic are left alone: they say nothing that several say.
    """
    gathered = labels.copy()
    numbers, sizes = np.unique(labels, return_counts=True)
    held, counts = numbers[sizes >= SMALLEST], sizes[sizes >= SMALLEST]
    sums = np.array([centered[labels == number].sum(axis=0) for number in held])
    while len(held) > 1:
        middles = unit_length(sums)
        closeness = middles @ middles.T - 2 * np.eye(len(held), dtype=np.float32)
        goes, stays = sorted(divmod(int(closeness.argmax()), len(held)), key=lambda place: counts[place])
        if closeness[goes, stays] < SAME_MIDDLE:
            if len(held) <= MOST_TOPICS:
                break
            goes = int(counts.argmin())
            stays = int(closeness[goes].argmax())
        gathered[gathered == held[goes]] = held[stays]
        sums[stays] += sums[goes]
        counts[stays] += counts[goes]
        held, counts, sums = (np.delete(each, goes, axis=0) for each in (held, counts, sums))
    return gathered


def _modularity(graph: sparse.csr_array, labels: NDArray[np.int64]) -> float:
    """Newman's modularity with resolution: share of weight inside topics beyond that of chance.

    A statement in none counts for nothing inside and for next to nothing by chance.
    """
    edges = graph.tocoo()
    total = float(graph.sum()) or 1.0
    together = (labels[edges.row] == labels[edges.col]) & (labels[edges.row] != OTHER)
    inside = float(edges.data[together].sum()) / total
    placed = labels != OTHER
    strength = np.bincount(labels[placed], weights=graph.sum(axis=1)[placed]) / total
    return inside - RESOLUTION * float((strength**2).sum())


def _carried_on(graph: sparse.csr_array, before: NDArray[np.int64]) -> NDArray[np.int64]:
    """Keep the last topics; a statement without one joins that of most of its neighbours, by weight.

    Those without neighbours in a topic stay without.
    """
    numbers = np.unique(before[before != OTHER])
    member = before[:, None] == numbers[None, :]
    pull = graph @ member.astype(np.float64)
    joins = (before == OTHER) & (pull.max(axis=1) > 0)
    return np.where(joins, numbers[pull.argmax(axis=1)], before)


def _continued(members: Sequence[NDArray[np.intp]], before: NDArray[np.int64]) -> list[int | None]:
    """Match topics to those of the last run by the statements they share (Hungarian assignment).

    Shared statements over all statements of the two that were there in both runs (Jaccard).
    """
    numbers = np.unique(before[before != OTHER])
    there = [positions[before[positions] != OTHER] for positions in members]
    shared = np.array([[(before[known] == number).sum() for number in numbers] for known in there])
    continued: list[int | None] = [None] * len(members)
    if not shared.size:
        return continued
    sizes = np.array([len(known) for known in there])[:, None] + np.bincount(
        np.searchsorted(numbers, before[before != OTHER]), minlength=len(numbers)
    )
    overlap = shared / (sizes - shared)
    for topic, number in zip(*linear_sum_assignment(-overlap), strict=True):
        if overlap[topic, number] >= SAME_TOPIC:
            continued[topic] = int(numbers[number])
    return continued


def _typical(centered: NDArray[np.float32], positions: NDArray[np.intp], texts: Sequence[str]) -> list[str]:
    """Return the texts of a topic's statements nearest to its middle, the nearest first."""
    closeness = centered[positions] @ centered[positions].mean(axis=0)
    nearest = positions[np.argsort(-closeness, kind="stable")[:TYPICAL]]
    return [texts[position] for position in nearest]
