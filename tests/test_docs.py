"""The documents speak of what is there: links lead somewhere, named files and models exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    ROOT / "CHANGELOG.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "README.md",
    ROOT / "benchmarks" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PLACES = [
    "",
    "deliberation",
    "deliberation/voting",
    "constitution",
    "training_bridge",
    "deliberation/integrity",
    "config",
]
"""Where the architecture page's short paths begin."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files_that_are_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text)
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_files_named_in_the_architecture_exist() -> None:
    named = re.findall(r"`([\w/]+(?:\.py|\.md|/))[:`]", ARCHITECTURE)
    assert len(named) > 30
    missing = [
        name
        for name in named
        if not any((ROOT / place / name).exists() for place in PLACES) and name != "var/"
    ]
    assert missing == []


def test_functions_named_with_their_file_exist_in_it() -> None:
    named = re.findall(r"`([\w/]+\.py): (\w+)`", ARCHITECTURE)
    assert len(named) > 5
    for file, function in named:
        found = [ROOT / place / file for place in PLACES if (ROOT / place / file).exists()]
        assert any(re.search(rf"^def {function}\(", path.read_text("utf-8"), re.M) for path in found), (
            f"{file} has no {function}"
        )


def test_the_diagram_of_what_is_stored_is_complete() -> None:
    from django.apps import apps

    diagram = ARCHITECTURE.partition("erDiagram")[2].partition("```")[0]
    drawn = set(re.findall(r"^ +(\w+) [|}][|o]-", diagram, re.M)) | set(
        re.findall(r"-[|o][|{] (\w+) :", diagram)
    )
    stored = {
        model.__name__
        for app in ("deliberation", "constitution", "training_bridge")
        for model in apps.get_app_config(app).get_models()
    }
    assert drawn - stored == set()
    assert stored - drawn == {"ImportRecord", "AnsweredRequest", "RelayHeartbeat"}
