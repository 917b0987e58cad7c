"""What organisers write in Markdown, as HTML that is safe to show.

Raw HTML is text, never markup; the outcome is sanitised all the same. Headings begin below those of the
page, images are left out, links lead to web and mail addresses only.
"""

from functools import lru_cache
from typing import Final

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

register = template.Library()

TAGS: Final = {
    "p", "br", "hr", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "h4",
}  # fmt: skip
HEADINGS: Final = {"h1": "h3", "h2": "h4", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}


@register.filter
def markdown(text: str) -> SafeString:
    """Return Markdown as safe HTML, for one element that holds paragraphs, lists and headings."""
    tokens = _parser().parse(str(text or ""))
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
    html = _parser().renderer.render(tokens, _parser().options, {})
    return mark_safe(_sanitised(html))  # noqa: S308 (sanitised by nh3)  # nosec


@register.filter
def markdown_words(text: str) -> str:
    """Return the words of a Markdown text without its markup, for summaries; to be escaped as any text."""
    tokens = _parser().parse(str(text or ""))
    parts = [child.content for token in tokens for child in token.children or () if child.content]
    breaks = {token.type for token in tokens}
    return (" " if breaks else "").join(parts)


def _sanitised(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
