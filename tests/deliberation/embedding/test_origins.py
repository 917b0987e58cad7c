"""Which texts name one other site."""

import pytest

from deliberation.embedding.origins import NoOrigin, read_origin


@pytest.mark.parametrize(("typed", "origin"), [
    ("https://news.example", "https://news.example"),
    ("https://News.Example/", "https://news.example"),
    (" https://news.example:443 ", "https://news.example"),
    ("https://news.example:8443", "https://news.example:8443"),
    ("https://münchen.example", "https://xn--mnchen-3ya.example"),
    ("http://localhost:9000", "http://localhost:9000"),
    ("http://127.0.0.1", "http://127.0.0.1"),
])  # fmt: skip
def test_an_origin_is_written_as_browsers_do(typed: str, origin: str) -> None:
    assert read_origin(typed) == origin


@pytest.mark.parametrize(("typed", "kind"), [
    ("https://*.example", "wildcard"), ("*", "wildcard"),
    ("http://news.example", "insecure"),
    ("https://news.example/article", "path"), ("https://news.example?x", "path"),
    ("https://news.example#x", "path"),
    ("news.example", "shape"), ("", "shape"), ("https://", "shape"), ("javascript:alert(1)", "shape"),
    ("https://a.example https://b.example", "shape"), ("https://a.example; script-src x", "shape"),
    ("https://a.example, https://b.example", "shape"), ("https://me@news.example", "shape"),
    ("https://news.example:99999", "shape"), ("https://-a.example", "shape"), ("'self'", "shape"),
    ("https://a\u202eb.example", "shape"), ("https://" + "a" * 300 + ".example", "shape"),
    ("ftp://news.example", "shape"), ("data:text/html,x", "shape"),
])  # fmt: skip
def test_what_is_not_exactly_one_site_is_refused(typed: str, kind: str) -> None:
    with pytest.raises(NoOrigin) as refused:
        read_origin(typed)
    assert refused.value.kind == kind
