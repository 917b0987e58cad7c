"""What docs/embedding.md tells the makers of other sites is so."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from deliberation.embedding.identities import participant_with, read_identity
from deliberation.models import Deliberation
from tests.deliberation.embedding.host_sites import SECRET, embedded

DOCUMENT = (Path(__file__).parents[3] / "docs" / "embedding.md").read_text()


def snippet(language: str) -> str:
    [found] = re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)
    return str(found)


@pytest.mark.django_db
def test_the_identity_signed_in_python_is_believed(deliberation: Deliberation) -> None:
    embedded(deliberation)
    place: dict[str, object] = {}
    exec(snippet("python"), place)  # noqa: S102 - our own document
    told = place["signed_identity"](SECRET, deliberation.slug, "Ada Ünsal 7")  # type: ignore[operator]
    assert participant_with(deliberation, read_identity(deliberation, told))


@pytest.mark.django_db
def test_the_identity_signed_in_javascript_is_believed(deliberation: Deliberation, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine")
    embedded(deliberation)
    program = tmp_path / "sign.mjs"
    program.write_text(
        snippet("javascript") + "\nconsole.log(signedIdentity(...process.argv.slice(2)));", encoding="utf-8"
    )
    told = subprocess.run(  # noqa: S603 - our own document
        [node, program, SECRET, deliberation.slug, "Ada Ünsal 7"], capture_output=True, text=True, check=True
    )
    assert read_identity(deliberation, told.stdout.strip())


def test_every_attribute_of_the_tag_is_documented() -> None:
    script = (Path(__file__).parents[3] / "static" / "js" / "embed_host.js").read_text()
    [listed] = re.findall(r"of (\[[^\]]*\])", script)
    names = set(re.findall(r'"(\w+)"', listed)) | set(re.findall(r"asked\.(\w+)", script))
    assert {name for name in names if f"`data-{name}`" not in DOCUMENT} == set()
