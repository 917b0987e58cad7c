"""The guides name pages, buttons, keys and addresses as they are, and their journey can be walked."""

import ast
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import Resolver404, resolve

from config.monitoring import ADDRESSES
from deliberation.models import Deliberation
from tests.docs.markdown_blocks import FENCE, GUIDES, ROOT, Block, blocks, of_manage

IDS = [guide.stem for guide in GUIDES]
APPS = ("deliberation", "constitution", "training_bridge", "config")
IN_PLACE_OF = {"SLUG": "spring", "vN": "v1", "RUN": "abc"}
TRANSLATED = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
BLOCK_TRANSLATED = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*(?:plural|endblocktranslate)", re.S)


@cache
def words_on_pages() -> frozenset[str]:
    """Everything that templates and code give to gettext, in English."""
    found: set[str] = set()
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        found |= {first or second for first, second in TRANSLATED.findall(text)}
        found |= {" ".join(inner.split()) for inner in BLOCK_TRANSLATED.findall(text)}
    for app in APPS:
        for module in (ROOT / app).rglob("*.py"):
            found |= set(_marked_for_translation(module))
    return frozenset(found)


def _marked_for_translation(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "gettext", "gettext_lazy"}:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def prose_of(guide: Path) -> str:
    return FENCE.sub("", guide.read_text(encoding="utf-8"))


@pytest.mark.parametrize("guide", GUIDES, ids=IDS)
def test_what_a_guide_prints_in_bold_stands_on_a_page(guide: Path) -> None:
    bold = {" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", prose_of(guide), re.S)}
    assert sorted(bold - words_on_pages() - {"bold"}) == []


@pytest.mark.parametrize("guide", GUIDES, ids=IDS)
def test_addresses_in_a_guide_lead_to_pages(guide: Path) -> None:
    addresses = re.findall(r"`(/(?:[\w.~-]+/)*[\w.-]*)`", prose_of(guide))
    wrong = []
    for address in addresses:
        asked = address
        for word, value in IN_PLACE_OF.items():
            asked = asked.replace(word, value)
        if asked in ADDRESSES or asked.startswith(("/etc/", "/srv/", "/var/", "/opt/", "/run/")):
            continue
        try:
            resolve(asked)
        except Resolver404:
            wrong.append(address)
    assert wrong == []


@pytest.mark.parametrize("guide", GUIDES, ids=IDS)
def test_settings_and_figures_in_a_guide_are_those_of_the_site(guide: Path) -> None:
    prose = prose_of(guide)
    settings = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)(?:=\S+)?`", prose))
    described = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [name for name in sorted(settings) if f"`{name}`" not in described] == []
    given = (ROOT / "config" / "metrics.py").read_text(encoding="utf-8")
    figures = {name.removesuffix("_total") for name in re.findall(r"`(concord_\w+)`", prose)}
    assert [name for name in sorted(figures) if f'"{name}"' not in given] == []


def test_keys_in_the_moderators_guide_are_those_of_the_page() -> None:
    table = (ROOT / "docs" / "guides" / "moderator.md").read_text("utf-8").partition("| Key |")[2]
    keys = re.findall(r"`([A-Z?]|Enter|Esc|\d)`", table.partition("\n\n")[0])
    panel = (ROOT / "templates" / "deliberation" / "moderation" / "_keys.html").read_text("utf-8")
    assert len(keys) > 12
    shown = TRANSLATED.sub(lambda found: found[1], panel).replace(" %}", "")
    assert set(keys) - set(re.findall(r"<kbd>(\w+|\?)</kbd>", shown)) == set()


def journey() -> list[Block]:
    (guide,) = [guide for guide in GUIDES if guide.stem == "ai-lab"]
    return [block for block in blocks(guide, "sh") if block.mark == "journey"]


@pytest.mark.slow
@pytest.mark.django_db
def test_the_journey_of_the_lab_can_be_walked_line_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [line for block in journey() for line in block.command_lines()]
    assert lines[0].startswith("export CONCORD_DATA_DIR=")
    commands = list(of_manage(lines))
    assert len(commands) == len(lines) - 1
    for name, *rest in commands:
        if name != "migrate":
            call_command(name, *rest)
    deliberation = Deliberation.objects.get(slug="trial")
    assert deliberation.log_seals.exists()
    for made in ("constitution/manifest.json", "research/datapackage.json", "rehearsal/summary.json"):
        assert (tmp_path / made).is_file(), made
    shutil.rmtree(tmp_path / "rehearsal")
