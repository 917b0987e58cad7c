"""Ways of finding topics, compared: ``python -m benchmarks.topics [--quick] [--json]``.

Where statements were written for a topic (the demo assembly) the clusters are held against it by the
adjusted Rand index and the adjusted mutual information (neither
rises with the mere number of clusters); a statement in no cluster counts as a cluster of its
own. Everywhere, a tenth of the statements is left out 8 times and the clusters of what remains are compared
with those of all (`stability`, adjusted Rand index). `same_topic_of_neighbours` is the most that any of them
can build on: how often the nearest statement has the same written topic.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx
import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import HDBSCAN, AgglomerativeClustering, KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, silhouette_score

from benchmarks.measurement import finish, measured_machine, show, show_machine
from deliberation.semantics.encoders import ENGLISH, MULTILINGUAL, load_encoder
from deliberation.semantics.topics import OTHER, SMALLEST, neighbour_graph, topic_labels, without_script
from deliberation.simulation.statements import load_statements

Labels = NDArray[np.int64]
Vectors = NDArray[np.float32]
CCAI = Path(__file__).resolve().parents[2] / "shared" / "data" / "ccai" / "clean_comments.csv"
LEFT_OUT, TIMES = 0.1, 8


@dataclass(frozen=True)
class Statements:
    """Texts, their vectors, and the topics they were written for, where that is known."""

    name: str
    texts: list[str]
    vectors: Vectors
    topics: list[str] | None

    def part(self, kept: NDArray[np.intp]) -> Vectors:
        """Return the centred vectors of some of the statements, as if there were no others."""
        return without_script(self.vectors[kept], [self.texts[position] for position in kept])


def ours(centered: Vectors) -> Labels:
    """Louvain communities of mutual nearest neighbours, as the topics are found."""
    return topic_labels(centered, np.full(len(centered), OTHER))


def plain_louvain(centered: Vectors) -> Labels:
    """The same graph with the usual resolution of 1."""
    graph = networkx.from_scipy_sparse_array(neighbour_graph(centered))
    labels = np.full(len(centered), OTHER)
    for number, found in enumerate(networkx.community.louvain_communities(graph, seed=0)):
        if len(found) >= SMALLEST:
            labels[list(found)] = number
    return labels


def ward(centered: Vectors) -> Labels:
    """Ward's clustering; the number of clusters, 4 to 14, by the silhouette."""
    return _best_silhouette(
        centered, lambda number: AgglomerativeClustering(number, linkage="ward").fit_predict(centered)
    )


def k_means(centered: Vectors) -> Labels:
    """k-means of unit vectors; the number of clusters, 4 to 14, by the silhouette."""
    return _best_silhouette(
        centered, lambda number: KMeans(number, n_init=4, random_state=0).fit_predict(centered)
    )


def hdbscan(centered: Vectors) -> Labels:
    """HDBSCAN in 20 principal components, clusters of 4 and more."""
    reduced = PCA(min(20, len(centered) - 1), random_state=0).fit_transform(centered)
    return HDBSCAN(min_cluster_size=4, min_samples=1, copy=True).fit_predict(reduced)


def hdbscan_of_leaves(centered: Vectors) -> Labels:
    """HDBSCAN in all dimensions, taking the leaves of its tree."""
    clusters = HDBSCAN(min_cluster_size=4, min_samples=1, cluster_selection_method="leaf", copy=True)
    return clusters.fit_predict(centered)


WAYS: dict[str, Callable[[Vectors], Labels]] = {
    "ours": ours,
    "Louvain, resolution 1": plain_louvain,
    "Ward, silhouette": ward,
    "k-means, silhouette": k_means,
    "HDBSCAN, 20 components": hdbscan,
    "HDBSCAN, leaves": hdbscan_of_leaves,
}


def _best_silhouette(centered: Vectors, clusters: Callable[[int], Labels]) -> Labels:
    tried = [clusters(number) for number in range(4, 15)]
    return max(tried, key=lambda labels: silhouette_score(centered, labels))


def sets_of_statements() -> list[Statements]:
    """Return the demo assembly in English and in all its languages, and CCAI where it is there."""
    written = [s for s in load_statements() if not s.is_rejected and s.role != "meta"]
    english = [statement for statement in written if statement.language == "en"]
    found = [
        _embedded("demo, English", ENGLISH, [s.text for s in english], [s.topic for s in english]),
        _embedded("demo, zh and en", MULTILINGUAL, [s.text for s in written], [s.topic for s in written]),
    ]
    if CCAI.exists():
        with CCAI.open(encoding="utf-8", newline="") as source:
            found.append(
                _embedded("CCAI", ENGLISH, [r["comment-body"] for r in csv.DictReader(source)], None)
            )
    return found


def _embedded(name: str, encoder: str, texts: list[str], topics: list[str] | None) -> Statements:
    return Statements(name, texts, load_encoder(encoder)(texts), topics)


def measure(
    statements: Statements, name: str, way: Callable[[Vectors], Labels], times: int
) -> dict[str, Any]:
    """Cluster all the statements, and nine tenths of them again and again."""
    everything = np.arange(len(statements.texts))
    start = time.perf_counter()
    labels = way(statements.part(everything))
    seconds = time.perf_counter() - start
    again = []
    for seed in range(times):
        kept = np.random.default_rng(seed).permutation(len(everything))[int(LEFT_OUT * len(everything)) :]
        kept.sort()
        again.append(adjusted_rand_score(_alone(labels[kept]), _alone(way(statements.part(kept)))))
    row: dict[str, Any] = {
        "statements": statements.name,
        "way": name,
        "topics": len(set(labels.tolist()) - {OTHER}),
        "other": round(float((labels == OTHER).mean()), 3),
        "stability": round(float(np.mean(again)), 3),
        "seconds": round(seconds, 3),
    }
    if statements.topics:
        row["rand_index"] = round(adjusted_rand_score(statements.topics, _alone(labels)), 3)
        row["mutual_information"] = round(adjusted_mutual_info_score(statements.topics, _alone(labels)), 3)
    return row


def _alone(labels: Labels) -> Labels:
    """Give each statement in no cluster a cluster of its own, so that leaving many out is no merit."""
    own = labels.copy()
    outside = own == OTHER
    own[outside] = own.max() + 1 + np.arange(outside.sum())
    return own


def same_topic_of_neighbours(statements: Statements, topics: Sequence[str]) -> float:
    """Return how often the nearest statement was written for the same topic."""
    centered = statements.part(np.arange(len(statements.texts)))
    cosines = centered @ centered.T - 2 * np.eye(len(centered), dtype=np.float32)
    written = np.array(topics)
    return round(float((written[cosines.argmax(axis=1)] == written).mean()), 3)


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--quick", action="store_true", help="leave out a tenth once: does it work?")
    options = parser.parse_args()
    with measured_machine("scikit-learn", "networkx", "numpy") as machine:
        sets = sets_of_statements()
        rows = [
            measure(statements, name, way, 1 if options.quick else TIMES)
            for statements in sets
            for name, way in WAYS.items()
        ]
    notes = [
        f"{statements.name}: of {share:.0%}, the nearest statement was written for the same topic"
        for statements in sets
        if statements.topics
        for share in [same_topic_of_neighbours(statements, statements.topics)]
    ]
    columns = [
        "statements",
        "way",
        "topics",
        "other",
        "rand_index",
        "mutual_information",
        "stability",
        "seconds",
    ]
    show(rows, columns)
    print("\n".join(notes))
    show_machine(machine)
    finish({"program": "topics", "machine": machine, "notes": notes, "results": rows}, as_json=options.json)


if __name__ == "__main__":
    main()
