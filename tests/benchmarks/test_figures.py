"""The figures of the documents: each has its program, its words, and comes out the same again."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.figures import bound_by_votes, drawing, misaligned_labels, order_of_rows, score_by_groups
from benchmarks.figures.conversations import SHARED_DATA, cleaned_assembly

ROOT = Path(__file__).resolve().parent.parent.parent
WORDS = [(ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("methods.md", "ccai.md")]
FIGURES = sorted((ROOT / "docs" / "figures").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"

needs_ccai = pytest.mark.skipif(
    not (SHARED_DATA / "ccai").is_dir(), reason="../shared/data/ccai is not on this machine"
)


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.stem)
def test_every_figure_is_explained_in_words_and_names_its_program(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")
    found = [re.search(rf"!\[([^\]]+)\]\(figures/{path.name}\)(.*)", text, re.S) for text in WORDS]
    shown = [one for one in found if one is not None]
    assert shown
    assert all(len(one[1]) > 80 for one in shown)
    assert any(f"benchmarks.figures.{path.stem.replace('-', '_')}`" in one[2][:900] for one in shown)


def test_every_program_has_its_figure() -> None:
    programs = {
        path.stem
        for path in (ROOT / "benchmarks" / "figures").glob("*.py")
        if "def main()" in path.read_text(encoding="utf-8")
    }
    assert programs == {path.stem.replace("-", "_") for path in FIGURES}


def test_a_figure_without_data_comes_out_the_same_again() -> None:
    kept = (drawing.FOLDER / "bound-by-votes.svg").read_text(encoding="utf-8")
    assert bound_by_votes.draw().svg() == kept


@needs_ccai
def test_the_figures_of_the_assembly_come_out_the_same_again() -> None:
    apart = misaligned_labels.draw(cleaned_assembly())
    assert apart[0].svg() == (drawing.FOLDER / "misaligned-labels.svg").read_text(encoding="utf-8")
    assert {round(value, 3) for value in apart[1].values()} == {0.064, 0.096}
    scores = score_by_groups.draw(*score_by_groups.statements_above_the_threshold())
    assert scores.svg() == (drawing.FOLDER / "score-by-groups.svg").read_text(encoding="utf-8")


def test_bubbles_stand_for_how_often_a_number_was_found() -> None:
    once = {way: Counter({2: 20}) for way in order_of_rows.WAYS}
    svg = order_of_rows.draw(
        {"<quiet> & calm": once, "loud": once | {"red-dwarf": Counter({2: 5, 4: 15})}}
    ).svg()
    root = ElementTree.fromstring(svg)
    radii = Counter(circle.get("r") for circle in root.iter(f"{SVG}circle"))
    assert radii == {"15": 5, "7.5": 1, "13": 1}
    assert "<quiet> & calm" in [text.text for text in root.iter(f"{SVG}text")]


def test_a_figure_whose_data_are_absent_is_left_as_it_is(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; import benchmarks.figures.conversations as c; "
        f"c.SHARED_DATA = Path({str(tmp_path)!r}); "
        "import benchmarks.figures.misaligned_labels as figure; figure.main()"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 1
    assert finished.stderr.strip() == "../shared/data/ccai is not there: the figure is left as it is."
