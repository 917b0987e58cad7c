"""A version as its pages show it: articles, what stands behind them, what divides, and how it was made."""

from constitution.reading.articles import Article, articles_in_brief, articles_of, holds_back
from constitution.reading.divided import ContestedLine, contested_lines
from constitution.reading.left_out import LeftOut, left_out

__all__ = [
    "Article",
    "ContestedLine",
    "LeftOut",
    "articles_in_brief",
    "articles_of",
    "contested_lines",
    "holds_back",
    "left_out",
]
