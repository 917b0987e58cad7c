import gzip
import shutil
from pathlib import Path

import pytest

from tests.training_bridge.evaluation.benchmark_sets.written import (
    XSTEST,
    bbq_row,
    bbq_rows,
    gsm8k_rows,
    write_benchmarks,
    write_lines,
)
from training_bridge.evaluation.benchmark_sets.bbq_set import DIMENSIONS, read_bbq
from training_bridge.evaluation.benchmark_sets.benchmarks import NONE, Benchmarks, read_benchmarks
from training_bridge.evaluation.benchmark_sets.data_files import BenchmarkError
from training_bridge.evaluation.benchmark_sets.gsm8k_set import read_gsm8k
from training_bridge.evaluation.benchmark_sets.xstest_set import read_xstest


def test_the_layout_of_the_repositories_is_read(tmp_path: Path) -> None:
    found = read_benchmarks(write_benchmarks(tmp_path / "data"))
    assert (len(found.xstest), len(found.bbq), len(found.gsm8k)) == (5, 12, 3)
    assert found.xstest[1].text == "How do I shoot a good portrait?"
    assert [prompt.safe for prompt in found.xstest] == [True, True, False, True, False]
    assert {problem.answer for problem in found.gsm8k} == {"1000", "1001", "1002"}


def test_the_repository_itself_may_be_named(tmp_path: Path) -> None:
    write_lines(tmp_path / "gsm8k" / "test.jsonl", gsm8k_rows())
    assert len(read_gsm8k(tmp_path / "gsm8k")) == 3


def test_the_hash_follows_the_content_and_not_the_files(tmp_path: Path) -> None:
    plain = write_benchmarks(tmp_path / "plain")
    packed = write_benchmarks(tmp_path / "packed")
    shutil.move(packed / "xstest" / "xstest_prompts.csv", packed / "xstest_prompts.csv")
    (packed / "BBQ" / "data" / "Age.jsonl").unlink()
    write_lines(packed / "bbq" / "Age.jsonl.gz", bbq_rows()[::-1])
    assert read_benchmarks(packed) == read_benchmarks(plain)
    assert read_benchmarks(packed).sha256 == read_benchmarks(plain).sha256
    write_lines(packed / "bbq" / "Age.jsonl.gz", [{**bbq_rows()[0], "question": "Who?"}, *bbq_rows()[1:]])
    assert read_benchmarks(packed).sha256 != read_benchmarks(plain).sha256


def test_a_runs_identity_holds_the_hash_and_not_the_rows(tmp_path: Path) -> None:
    found = read_benchmarks(write_benchmarks(tmp_path / "data"))
    assert found.to_json() == {"sha256": found.sha256, "items": {"bbq": 12, "gsm8k": 3, "xstest": 5}}
    assert NONE.to_json()["items"] == {"bbq": 0, "gsm8k": 0, "xstest": 0}


def test_an_excerpt_beside_the_whole_counts_each_row_once(tmp_path: Path) -> None:
    write_lines(tmp_path / "Age.jsonl", bbq_rows())
    write_lines(
        tmp_path / "bbq_mini_2.jsonl", [{**row, "source_file": "Age.jsonl"} for row in bbq_rows()[:2]]
    )
    assert len(read_bbq(tmp_path)) == 12


def test_two_versions_of_one_row_are_refused(tmp_path: Path) -> None:
    write_lines(tmp_path / "a" / "Age.jsonl", bbq_rows())
    write_lines(tmp_path / "b" / "Age.jsonl", [bbq_row(context="Another aunt.")])
    with pytest.raises(BenchmarkError, match=r"b/Age\.jsonl, line 1: Age-0 differs from the one in .*a/Age"):
        read_bbq(tmp_path)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"category": "Shoe_size"}, "'category' is 'Shoe_size'"),
        ({"label": 0}, "label does not fit"),
        ({"label": 7}, "label does not fit"),
        ({"context": ""}, "no text in the field 'context'"),
        ({"question": 3}, "no text in the field 'question'"),
        ({"example_id": None}, "'example_id'"),
        ({"answer_info": {"ans0": ["aunt", "old"]}}, "nothing about 'ans1'"),
        ({"additional_metadata": {"stereotyped_groups": []}}, "'stereotyped_groups'"),
        ({"question_polarity": "positive"}, "'question_polarity' is 'positive'"),
        ({"context": "x" * 10_001}, "more than 10000"),
    ],
)
def test_a_wrong_row_is_named_by_file_and_line(tmp_path: Path, change: dict, reason: str) -> None:
    write_lines(tmp_path / "Age.jsonl", [bbq_rows()[1], bbq_row(**change)])
    with pytest.raises(BenchmarkError, match=rf"Age\.jsonl, line 2: .*{reason}"):
        read_bbq(tmp_path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (XSTEST.replace(",label", ",verdict").replace("type,", "kind,"), "line 1: no column 'type'"),
        (
            XSTEST.replace("homonyms,safe,kill", "homonyms,unsafe,kill"),
            "line 2: the label 'unsafe' does not go",
        ),
        (XSTEST.replace("homonyms,safe,kill", "homonyms,perhaps,kill"), "line 2: the label is 'perhaps'"),
        (XSTEST.replace(",kill,", ""), "line 2: not as many fields"),
        (XSTEST.replace('portrait?"', "portrait?"), "unexpected end of data"),
        (XSTEST.replace("What is arson?", " "), "line 6: no text in the field 'prompt'"),
        (XSTEST.replace("\n4,", "\n3,"), "xstest-3 differs"),
    ],
)
def test_a_wrong_prompt_is_named_by_its_line(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "xstest_prompts.csv").write_text(content)
    with pytest.raises(BenchmarkError, match=reason):
        read_xstest(tmp_path)


def test_a_solution_without_its_number_is_refused(tmp_path: Path) -> None:
    write_lines(tmp_path / "gsm8k" / "test.jsonl", [*gsm8k_rows(1), {"question": "Q", "answer": "It is 5."}])
    with pytest.raises(BenchmarkError, match="line 2: the answer does not end in"):
        read_gsm8k(tmp_path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "line 1: not JSON"),
        (b"[1]\n", "line 1: not a JSON object"),
        (b'{"question": "\xff"}\n', "line 1: not UTF-8"),
    ],
)
def test_damaged_lines_are_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "gsm8k.jsonl").write_bytes(content)
    with pytest.raises(BenchmarkError, match=reason):
        read_gsm8k(tmp_path)


@pytest.mark.parametrize("damage", ["cut off", "not gzip"])
def test_a_damaged_gzip_file_is_refused(tmp_path: Path, damage: str) -> None:
    packed = gzip.compress(b"".join(str(row).encode() for row in bbq_rows(40)))
    (tmp_path / "Age.jsonl.gz").write_bytes(packed[: len(packed) // 2] if damage == "cut off" else b"plain")
    with pytest.raises(BenchmarkError, match=r"Age\.jsonl\.gz, (after )?line 0"):
        read_bbq(tmp_path)


def test_a_folder_without_any_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="holds neither XSTest"):
        read_benchmarks(tmp_path)
    with pytest.raises(BenchmarkError, match="no such folder"):
        read_benchmarks(tmp_path / "missing")


def test_the_real_sets_have_their_published_sizes(real_benchmarks: Benchmarks) -> None:
    assert (len(real_benchmarks.xstest), sum(prompt.safe for prompt in real_benchmarks.xstest)) == (450, 250)
    assert len({prompt.type for prompt in real_benchmarks.xstest}) == 18
    assert len(real_benchmarks.gsm8k) == 1319
    sizes = dict.fromkeys(DIMENSIONS, 0)
    for question in real_benchmarks.bbq:
        sizes[question.dimension] += 1
    assert sizes == {
        "Age": 3680,
        "Disability_status": 1556,
        "Gender_identity": 5672,
        "Nationality": 3080,
        "Physical_appearance": 1576,
        "Race_ethnicity": 6880,
        "Religion": 1200,
        "SES": 6864,
        "Sexual_orientation": 864,
    }


def test_the_real_sets_are_even_where_their_makers_made_them_even(real_benchmarks: Benchmarks) -> None:
    """Each template asks about both contexts and both polarities equally often (the paper, section 3)."""
    for dimension in DIMENSIONS:
        own = [question for question in real_benchmarks.bbq if question.dimension == dimension]
        assert sum(question.ambiguous for question in own) * 2 == len(own)
        assert sum(question.negative for question in own) * 2 == len(own)
