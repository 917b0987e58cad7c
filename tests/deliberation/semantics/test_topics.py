import numpy as np

from deliberation.semantics.topics import find_topics

TEXTS = [
    *[f"privacy data secret {n}" for n in range(6)],
    *[f"honest truth lying {n}" for n in range(5)],
    *[f"隱私資料保護{n}" for n in range(4)],
    *[f"children parents school {n}" for n in range(3)],
]


def blobs() -> np.ndarray:
    generator = np.random.default_rng(0)
    labels = [0] * 6 + [1] * 5 + [2] * 4 + [3] * 3
    vectors = np.eye(4)[labels] + generator.normal(0, 0.02, (len(labels), 4))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_planted_topics_are_found_and_named_by_their_words() -> None:
    topics = find_topics(blobs(), TEXTS)

    assert [len(topic.members) for topic in topics] == [6, 5, 4, 3]
    assert "privacy" in topics[0].name
    assert "truth" in topics[1].name
    assert "隱私" in topics[2].name or "資料" in topics[2].name


def test_every_statement_has_one_topic() -> None:
    members = sorted(member for topic in find_topics(blobs(), TEXTS) for member in topic.members)
    assert members == list(range(len(TEXTS)))


def test_few_statements_are_one_topic() -> None:
    assert [topic.members for topic in find_topics(blobs()[:3], TEXTS[:3])] == [(0, 1, 2)]


def test_nothing_has_no_topics() -> None:
    assert find_topics(np.zeros((0, 4), dtype=np.float32), []) == ()


def test_identical_vectors_are_no_problem() -> None:
    vectors = np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (9, 1))
    topics = find_topics(vectors, ["the same words"] * 9)
    assert sum(len(topic.members) for topic in topics) == 9
