from collections import Counter
from dataclasses import dataclass

from training_bridge.evaluation.benchmark_sets.sampling import sample_by_hash


@dataclass(frozen=True)
class Row:
    number: int
    kind: str
    template: str


ROWS = [Row(n, "abc"[n % 3], f"t{n % 4}") for n in range(120)]


def drawn(rows: list[Row], size: int | None) -> list[Row]:
    return sample_by_hash(rows, size, stratum=lambda row: row.kind, group=lambda row: row.template)


def test_every_kind_comes_equally_often() -> None:
    assert Counter(row.kind for row in drawn(ROWS, 30)) == {"a": 10, "b": 10, "c": 10}
    assert max(Counter(row.kind for row in drawn(ROWS, 31)).values()) == 11


def test_no_template_comes_again_before_all_have_come() -> None:
    assert Counter((row.kind, row.template) for row in drawn(ROWS, 12)).most_common(1)[0][1] == 1


def test_the_order_of_the_rows_does_not_matter_and_a_larger_sample_holds_the_smaller() -> None:
    assert drawn(ROWS[::-1], 20) == drawn(ROWS, 20)
    assert drawn(ROWS, 50)[:20] == drawn(ROWS, 20)


def test_without_a_size_all_come() -> None:
    assert sorted(row.number for row in drawn(ROWS, None)) == list(range(120))
    assert len(drawn(ROWS, 1_000)) == 120
