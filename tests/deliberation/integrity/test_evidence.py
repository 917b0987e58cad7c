import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.integrity.evidence import canonical_json, commitment, content_hash, new_salt

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_canonical_json_sorts_keys_and_drops_spaces() -> None:
    assert canonical_json({"b": [1, 2.5], "a": "é"}) == '{"a":"é","b":[1,2.5]}'.encode()


@given(st.dictionaries(st.text(), json_values))
def test_the_order_of_keys_does_not_matter(value: dict) -> None:
    assert content_hash(value) == content_hash(dict(reversed(value.items())))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**60])
def test_what_json_cannot_say_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="canonical"):
        canonical_json({"value": value})


def test_a_commitment_hides_a_vote_without_its_salt() -> None:
    votes = [{"statement": 1, "value": value} for value in (1, 0, -1)]
    commitments = {commitment(vote, new_salt()) for vote in votes for _ in range(5)}

    assert len(commitments) == 15


def test_a_commitment_binds_its_content() -> None:
    salt = new_salt()
    assert commitment({"value": 1}, salt) == commitment({"value": 1}, salt)
    assert commitment({"value": 1}, salt) != commitment({"value": -1}, salt)
