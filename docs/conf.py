"""The documentation as a site: ``make docs`` builds it into ``build/docs``.

Its source is the whole project, so that a link which works where the code is hosted works on the site too:
the pages are those that `include_patterns` names, and a link to any other file becomes a download of it.
Nothing is loaded from another host: fonts are those of the reader's machine, and formulas are MathML.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from pygments.lexers.special import TextLexer
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

project = "Concord"
author = "The authors of Concord"
project_copyright = "The authors of Concord, Apache-2.0"

extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "benchmarks/README.md", "docs/**"]
exclude_patterns = [".*", "build", "demo", "var", "locale", "static", "templates", "tests", "*.egg-info"]
nitpicky = True

myst_enable_extensions = ["dollarmath", "html_image"]
myst_heading_anchors = 4

html_theme = "furo"
html_title = "Concord"
html_math_renderer = "mathml"
html_copy_source = False
html_show_sphinx = False
html_additional_pages = {"index": "to_the_contents.html"}
templates_path = ["sphinx"]


class CaptionOfDiagrams(SphinxTransform):
    """Say above a Mermaid diagram what its lines are.

    Drawing it would take megabytes of JavaScript; where the code is hosted it is drawn.
    """

    default_priority = 900

    def apply(self, **options: Any) -> None:
        """Put a caption before each block of Mermaid."""
        for block in list(self.document.findall(nodes.literal_block)):
            if block.get("language") == "mermaid":
                caption = nodes.paragraph("", "", nodes.emphasis(text="A diagram, as text (Mermaid):"))
                block.parent.insert(block.parent.index(block), caption)


class FoldersAsText(SphinxTransform):
    """Show a link to a folder as its words: it opens where the code is hosted, and here nothing would."""

    default_priority = 900

    def apply(self, **options: Any) -> None:
        """Put the words in place of each such link."""
        here = self.env.doc2path(self.env.docname).parent
        for link in list(self.document.findall(addnodes.pending_xref)):
            if link["reftype"] == "myst" and (here / link["reftarget"]).is_dir():
                link.replace_self(link.children)


def write_formula_in_line(translator: Any, node: nodes.math) -> None:
    """Write a formula within a sentence as MathML, which browsers draw by themselves."""
    translator.body.append(tex2mathml(node.astext()))
    raise nodes.SkipNode


def write_formula(translator: Any, node: nodes.math_block) -> None:
    """Write a formula that stands alone as MathML."""
    translator.body.append(tex2mathml(node.astext(), as_block=True))
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Add what this site needs to Sphinx."""
    app.add_html_math_renderer("mathml", (write_formula_in_line, None), (write_formula, None))
    app.add_lexer("mermaid", TextLexer)
    app.add_transform(CaptionOfDiagrams)
    app.add_transform(FoldersAsText)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
