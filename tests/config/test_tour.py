"""The tour: the document is the one that would be written now, and its pictures are there."""

import re
from pathlib import Path

import pytest

from config.tour import DOCUMENT, TourFailed, copy_demo, tour_text
from config.tour_stops import STOPS

ROOT = Path(__file__).resolve().parents[2]


def test_the_document_is_up_to_date_and_has_its_pictures() -> None:
    written = (ROOT / DOCUMENT).read_text(encoding="utf-8")
    assert written == tour_text()
    pictures = re.findall(r'src="([^"]+)"', written)
    assert len(pictures) == 2 * len(STOPS)
    assert [picture for picture in pictures if not (ROOT / "docs" / picture).exists()] == []


def test_without_a_finished_demonstration_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TourFailed, match="make demo"):
        copy_demo(tmp_path, tmp_path / "copy")
