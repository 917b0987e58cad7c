"""The process of 2023 on its real files: the published figures, and whose labels they are."""

import numpy as np
import pytest

from constitution.reproduction import Reproduction, read_ccai, reproduce
from tests.shared_data import shared_data


@pytest.fixture(scope="module")
def reproduction() -> Reproduction:
    return reproduce(read_ccai(shared_data("ccai")))


def figure(reproduction: Reproduction, name: str) -> object:
    return next(step.here for step in reproduction.steps if step.name.startswith(name))


def test_it_keeps_the_people_and_statements_that_were_published(reproduction: Reproduction) -> None:
    assert (reproduction.participants, reproduction.statements) == (1002, 275)
    assert figure(reproduction, "participants exported") == 1126
    assert figure(reproduction, "statements exported") == 1418


def test_it_finds_the_published_agreement(reproduction: Reproduction) -> None:
    product = reproduction.consensus
    figures = [product.mean(), np.median(product), product.min(), product.max()]
    assert figures == pytest.approx([0.643, 0.704, 0.042, 0.963], abs=5e-4)


def test_it_counts_the_statements_above_the_threshold_by_each_labelling(reproduction: Reproduction) -> None:
    above = reproduction.above_threshold
    assert above["published"] == 96
    assert above["published_unsmoothed"] == 116
    assert above["exporter"] == 86
    assert above["joined"] == 90
    assert above["returned"] == 89


def test_only_the_sizes_of_the_groups_differ_from_what_was_published(reproduction: Reproduction) -> None:
    assert [step.name for step in reproduction.steps if step.same is False] == ["their sizes"]
    sizes = next(step.here for step in reproduction.steps if step.name == "their sizes")
    assert sizes == pytest.approx((619, 383), abs=10)


def test_the_published_labels_fit_the_votes_no_better_than_chance(reproduction: Reproduction) -> None:
    published = reproduction.fits["published"]
    assert reproduction.labels_misaligned
    assert published.likeness == pytest.approx(-0.005, abs=5e-4)
    assert published.distance == pytest.approx(0.0661, abs=5e-5)
    assert published.p_value == pytest.approx(0.24, abs=0.03)
    assert published.significant == 12 < published.by_chance


def test_the_same_labels_fit_once_they_are_back_with_their_people(reproduction: Reproduction) -> None:
    returned = reproduction.fits["returned"]
    assert returned.likeness == pytest.approx(0.725, abs=5e-4)
    assert returned.deviations > 10 and returned.p_value < 0.001
    assert returned.significant == 48
    assert returned.dividing[:3] == (14, 15, 17)


def test_the_selection_changes_once_they_are_joined(reproduction: Reproduction) -> None:
    assert reproduction.leaving == (12, 79, 216, 419, 435, 476, 532, 584, 765, 845)
    assert reproduction.entering == (172, 460, 810, 857)


def test_statement_17_divides_the_groups_and_seems_not_to_as_published(reproduction: Reproduction) -> None:
    shares = {name: labelling.shares(17) for name, labelling in reproduction.labellings.items()}
    assert shares["published"] == pytest.approx((0.571, 0.620), abs=5e-4)
    assert shares["returned"] == pytest.approx((0.808, 0.226), abs=5e-4)
    assert shares["exporter"] == pytest.approx((0.807, 0.213), abs=5e-4)
