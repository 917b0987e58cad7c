import pytest

from deliberation.templatetags.markdown import markdown, markdown_words


def test_organisers_write_paragraphs_lists_and_links():
    html = markdown("# Why\n\nBecause **we** ask.\n\n- [one](https://example.org)\n- two")
    assert "<h3>Why</h3>" in html
    assert "<strong>we</strong>" in html
    assert '<a href="https://example.org" rel="noopener nofollow">one</a>' in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://tracker.example/x.png)",
        '<img src=x onerror="alert(1)">',
        "<style>*{display:none}</style>",
        '[x](https://example.org "onmouseover=alert(1)")',
    ],
)
def test_nothing_that_runs_or_loads_comes_out_of_markdown(hostile):
    html = markdown(hostile)
    for part in ("<script", "<img", "<style", 'href="javascript', 'href="data', "onmouseover=alert(1)>"):
        assert part not in html


def test_a_summary_has_the_words_without_the_markup():
    assert markdown_words("## Hi\n\nA *b* [c](https://d.e).").split() == ["Hi", "A", "b", "c", "."]
    assert markdown("") == markdown_words("") == ""
