from pathlib import Path

import pytest

from training_bridge.record_files import DamagedFileError, RecordFile, read_records, write_json


def rows(*names: str) -> list[dict[str, str]]:
    return [{"id": name, "text": f"the text of {name}"} for name in names]


def test_rows_come_back_in_the_order_written(tmp_path: Path) -> None:
    RecordFile(tmp_path / "rows.jsonl").append(rows("b", "a"))
    assert list(RecordFile(tmp_path / "rows.jsonl")) == rows("b", "a")


def test_a_row_is_never_written_twice(tmp_path: Path) -> None:
    file = RecordFile(tmp_path / "rows.jsonl")
    file.append(rows("a"))
    file.append(rows("a", "b", "b"))
    RecordFile(tmp_path / "rows.jsonl").append(rows("b", "c"))
    assert [row["id"] for row in RecordFile(tmp_path / "rows.jsonl")] == ["a", "b", "c"]


@pytest.mark.parametrize("torn_bytes", range(1, 40, 3))
def test_a_torn_last_line_is_cut_off_and_can_be_written_again(tmp_path: Path, torn_bytes: int) -> None:
    path = tmp_path / "rows.jsonl"
    RecordFile(path).append(rows("a", "ä"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-torn_bytes])
    file = RecordFile(path)
    assert "a" in file
    file.append(rows("a", "ä"))
    assert path.read_bytes() == whole


def test_reading_leaves_a_line_alone_that_is_still_being_written(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    assert list(read_records(path)) == []
    RecordFile(path).append(rows("a"))
    with path.open("ab") as stream:
        stream.write(b'{"id": "b"')
    before = path.read_bytes()

    assert list(read_records(path)) == rows("a")
    assert path.read_bytes() == before


def test_a_damaged_line_in_the_middle_is_an_error_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": "a"}\nnonsense\n{"id": "b"}\n')
    with pytest.raises(DamagedFileError, match="rows.jsonl, line 2"):
        RecordFile(path)


def test_an_id_that_comes_twice_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": "a"}\n{"id": "a"}\n')
    with pytest.raises(DamagedFileError, match="comes twice"):
        RecordFile(path)


def test_a_file_is_replaced_in_full_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "summary.json"
    write_json(path, {"a": 1})
    with pytest.raises(TypeError):
        write_json(path, {"a": object()})
    assert path.read_text() == '{\n  "a": 1\n}\n'
