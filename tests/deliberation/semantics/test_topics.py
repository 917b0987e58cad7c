"""Topics are found where they are, kept from run to run, and named by their words."""

from types import MappingProxyType

import networkx
import numpy as np
import pytest

from deliberation.semantics import topics as module
from deliberation.semantics.topics import OTHER, find_topics, neighbour_graph, without_script

WORDS = {0: "privacy data secret", 1: "honest truth lying", 2: "隱私資料保護", 3: "children parents school"}
NO_WORDS = MappingProxyType({})


def planted(
    sizes: list[int], *, seed: int = 0, spread: float = 0.1, words=MappingProxyType({})
) -> tuple[np.ndarray, list[str]]:
    """Unit vectors around as many centres as there are sizes, and a text for each."""
    generator = np.random.default_rng(seed)
    centres = np.linalg.qr(generator.normal(size=(32, 32)))[0][: len(sizes)]
    labels = np.repeat(np.arange(len(sizes)), sizes)
    vectors = centres[labels] + generator.normal(0, spread, (len(labels), 32))
    texts = [f"{words.get(int(label), f'matter{label}')} {n}" for n, label in enumerate(labels)]
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), texts


def numbers_of(results, count: int) -> list[int]:
    """The topic of each statement as the next run is given it, numbered in the order of the results."""
    numbers = [OTHER] * count
    for number, topic in enumerate(results):
        for member in topic.members:
            numbers[member] = OTHER if topic.is_other else number
    return numbers


def test_planted_topics_are_found_and_named_by_their_words() -> None:
    topics = find_topics(*planted([16, 14, 12, 10], words=WORDS))

    assert [topic.members for topic in topics] == [
        tuple(range(16)),
        tuple(range(16, 30)),
        tuple(range(30, 42)),
        tuple(range(42, 52)),
    ]
    assert "privacy" in topics[0].name
    assert "truth" in topics[1].name
    assert "隱私" in topics[2].name or "資料" in topics[2].name


def test_small_topics_are_found_among_few_statements() -> None:
    assert [len(topic.members) for topic in find_topics(*planted([6, 5, 4, 3], spread=0.02))] == [6, 5, 4, 3]


def test_every_statement_has_one_topic_or_is_other() -> None:
    vectors, texts = planted([20, 15, 10], spread=0.3)
    members = sorted(member for topic in find_topics(vectors, texts) for member in topic.members)
    assert members == list(range(len(texts)))


def test_a_statement_like_no_other_is_other() -> None:
    vectors, texts = planted([20, 15, 10, 1], spread=0.1)
    *topics, other = find_topics(vectors, texts)
    assert other.is_other
    assert other.name == ""
    assert other.members == (45,)
    assert not any(topic.is_other for topic in topics)


def test_few_statements_are_one_topic() -> None:
    vectors, texts = planted([3])
    assert [topic.members for topic in find_topics(vectors, texts)] == [(0, 1, 2)]


def test_nothing_has_no_topics() -> None:
    assert find_topics(np.zeros((0, 4), dtype=np.float32), []) == ()


def test_identical_vectors_are_no_problem() -> None:
    vectors = np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (9, 1))
    topics = find_topics(vectors, ["the same words"] * 9)
    assert sum(len(topic.members) for topic in topics) == 9


def test_the_same_input_gives_the_same_topics() -> None:
    vectors, texts = planted([20, 15, 10], spread=0.3)
    assert find_topics(vectors, texts) == find_topics(vectors, texts)


def test_there_are_never_more_topics_than_people_can_read() -> None:
    vectors, texts = planted([8] * 32, spread=0.02)
    topics = [topic for topic in find_topics(vectors, texts) if not topic.is_other]
    assert len(topics) == module.MOST_TOPICS
    assert sum(len(topic.members) for topic in topics) == 8 * 32


def test_five_more_statements_leave_every_topic_what_it_was() -> None:
    vectors, texts = planted([30, 25, 20, 15, 10], spread=0.18)
    shuffled = np.random.default_rng(5).permutation(len(texts))
    vectors, texts = vectors[shuffled], [texts[position] for position in shuffled]
    before = find_topics(vectors[:95], texts[:95])
    last = numbers_of(before, 95)

    after = find_topics(vectors, texts, last=[*last, *[OTHER] * 5])

    assert [topic.continues for topic in after if not topic.is_other] != []
    kept = {topic.continues: set(topic.members) for topic in after if not topic.is_other}
    for number, topic in enumerate(before):
        if not topic.is_other:
            assert set(topic.members) <= kept[number]


def test_topics_that_come_in_another_order_of_size_keep_their_numbers() -> None:
    vectors, texts = planted([20, 18, 16])
    last = numbers_of(find_topics(vectors, texts), len(texts))
    chosen = np.r_[0:5, 20:54]
    topics = find_topics(vectors[chosen], [texts[c] for c in chosen], last=[last[c] for c in chosen])
    assert [topic.continues for topic in topics] == [1, 2, 0]


def test_a_new_matter_is_a_new_topic_beside_the_old_ones() -> None:
    vectors, texts = planted([20, 18, 25])
    last = [0] * 20 + [1] * 18 + [OTHER] * 25
    topics = find_topics(vectors, texts, last=last)
    assert [topic.continues for topic in topics] == [None, 0, 1]


def test_a_topic_that_has_really_changed_is_not_the_same() -> None:
    vectors, texts = planted([20, 20, 20])
    scrambled = [position % 3 for position in range(60)]
    assert [topic.continues for topic in find_topics(vectors, texts, last=scrambled)] == [None] * 3


def test_a_namer_of_ones_own_sees_the_most_typical_statements_first() -> None:
    vectors, texts = planted([20, 15])
    seen = []

    def name(topics):
        seen.extend(topics)
        return [f"topic of {len(topic)}" for topic in topics]

    topics = find_topics(vectors, texts, name_topics=name)
    assert [topic.name for topic in topics] == ["topic of 20", "topic of 15"]
    centered = without_script(vectors, texts)[:20]
    assert texts.index(seen[0][0]) == int(np.argmax(centered @ centered.mean(axis=0)))


def test_modularity_is_that_of_the_reference() -> None:
    vectors, _texts = planted([12, 10, 8], spread=0.4)
    graph = neighbour_graph(vectors)
    labels = np.repeat([0, 1, 2], [12, 10, 8])
    expected = networkx.community.modularity(
        networkx.from_scipy_sparse_array(graph),
        [set(np.flatnonzero(labels == label).tolist()) for label in range(3)],
        resolution=module.RESOLUTION,
    )
    assert module._modularity(graph, labels) == pytest.approx(expected, rel=1e-5)


def test_neighbours_are_mutual_and_no_statement_is_its_own() -> None:
    graph = neighbour_graph(planted([30, 30], spread=0.4)[0])
    assert (abs(graph - graph.T)).sum() == 0
    assert graph.diagonal().sum() == 0
    assert np.diff(graph.indptr).max() <= module.NEIGHBOURS
