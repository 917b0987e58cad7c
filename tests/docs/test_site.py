"""The documentation builds as a site without a warning, and one finds every page of it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.markdown_blocks import ROOT

CONTENTS = ROOT / "docs" / "index.md"
OUTSIDE = re.compile(r"""<(?:script|link|img|iframe)[^>]*?(?:src|href)=["'](?:https?:)?//""")


def build(source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    options = ["--nitpicky", "--fail-on-warning", "--keep-going", "--quiet"]
    return subprocess.run(
        [sys.executable, "-m", "sphinx", "-c", source / "docs", *options, source, target],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_site_builds_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    built = build(ROOT, tmp_path / "site")
    assert built.returncode == 0, built.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 40
    from_elsewhere = [str(page) for page in pages if OUTSIDE.search(page.read_text(encoding="utf-8"))]
    assert from_elsewhere == []
    assert "<math" in (tmp_path / "site" / "docs" / "evaluation.html").read_text(encoding="utf-8")
    assert (tmp_path / "site" / "index.html").exists()
    assert "guides/operator" in (tmp_path / "site" / "searchindex.js").read_text(encoding="utf-8")


def test_links_that_lead_nowhere_fail_the_build(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(ROOT / "docs" / "sphinx", docs / "sphinx")
    shutil.copy(ROOT / "docs" / "conf.py", docs)
    (docs / "glossary.md").write_text("# Glossary\n\n## Vote\n\nA vote.\n", encoding="utf-8")
    links = "[no page](missing.md) and [no such part](glossary.md#gone)"
    contents = f"# Contents\n\n{links}\n\n```{{toctree}}\nglossary\n```\n"
    (docs / "index.md").write_text(contents, encoding="utf-8")
    built = build(tmp_path, tmp_path / "site")
    assert built.returncode != 0
    assert "missing.md" in built.stderr
    assert "gone" in built.stderr


def test_every_page_is_in_the_contents_once() -> None:
    listed = re.findall(r"^([\w./-]+)$", CONTENTS.read_text(encoding="utf-8"), re.M)
    pages = {
        str(page.relative_to(ROOT / "docs").with_suffix(""))
        for page in (ROOT / "docs").rglob("*.md")
        if page != CONTENTS
    }
    outside = {"../README", "../CONTRIBUTING", "../CHANGELOG", "../benchmarks/README"}
    assert sorted(listed) == sorted(pages | outside)
