"""Whether a text leads elsewhere: a web address, openly or in disguise. PURE."""

from __future__ import annotations

import re

from deliberation.text_checks.flag import Flag, excerpt
from deliberation.text_checks.normalisation import visible

_DOMAIN_ENDS = (
    "com|org|net|info|biz|app|dev|xyz|ru|cn|tk|top|club|online|site|shop|store|tv|gov|edu|mil|uk|de"
    "|fr|es|nl|eu|ca|au|jp|br|mx|hk|tw"
    "|sa|ae|eg|pl|se|fi|gr|ua|kr|vn|ch|cz|ir|il|za|nz|cl|pe|pt|tr|gg|ly|gl|cc|ws|link|click|live|news"
    "|blog|page|wiki|cloud|tech|space"
    "|website|fun|icu|vip|win|bid|loan|pro|mobi|asia|cat|onion|test|example|io|ai"
)
"""Endings that are no words; "fair.It" and "no.So" are sentences without a space between them."""
_WORDLIKE_ENDS = (
    "it|is|in|me|us|so|to|no|at|be|am|as|do|my|co|id|la|de|es|tv|name|win|fun|live|news|page|pro|top"
    "|space|cat|link|click|test|example"
)
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\.)+"
_LINK = re.compile(
    r"\b(?:https?|hxxps?|ftp|file|ws|tg|mailto|javascript|data|magnet|ipfs)\s?:\s?/{0,2}\s?[^\s/]\S*"
    r"|\bwww\s?[.\[(]\s?\S{3,}"
    rf"|(?<![\w@.]){_HOST}(?:{_DOMAIN_ENDS})\b(?:[/:?#]\S*)?(?!\.?\w)"
    rf"|(?<![\w@.]){_HOST}(?:[a-z]{{2,12}})/[\w#?&=%.~/-]+"
    r"|(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?::\d+|/\S*)",
    re.IGNORECASE,
)
_DISGUISED = re.compile(
    rf"\b[a-z0-9-]{{2,}}\s?[\[({{<]\s?(?:\.|dot|punto|点|點|نقطة)\s?[\])}}>]\s?(?:{_DOMAIN_ENDS})\b\S*"
    rf"|\b[a-z0-9-]{{2,}}\s(?:dot|DOT|punto)\s(?:com|org|net|info|io|ai|co|ru|xyz|app|es|cn|gg|me"
    rf"|ly)\b(?:\s?(?:slash|/)\s?\S+)?"
    rf"|\b[a-z0-9-]{{2,}}\s\.\s?(?:com|org|net|info|ru|xyz|cn)\b|\b[a-z0-9-]{{2,}}[。．｡](?:com|org|net"
    rf"|cn|tw|hk|info|io)\b"
    r"|\b(?:h\s?t\s?t\s?p\s?s?|h\*\*ps?)\s?:\s?/",
    re.IGNORECASE,
)
_NO_LINKS = re.compile(
    r"^(?:[a-z]\.)+[a-z]{1,2}$|^(?:node|next|vue|asp|e\.?g|i\.?e|vs|u\.s|a\.i)\.\w+$", re.IGNORECASE
)
_SENTENCES_RUN_TOGETHER = re.compile(rf"^[\w-]{{2,}}\.(?:{_WORDLIKE_ENDS})$", re.IGNORECASE)
_SENTENCE_START = re.compile(r"\.[A-Z][a-z]*$")


def link_flags(text: str) -> tuple[Flag, ...]:
    """Return the first web address of a text, openly written or disguised."""
    plain = visible(text)
    for pattern, sign in ((_LINK, "link"), (_DISGUISED, "disguised_link")):
        for match in pattern.finditer(plain):
            if not _is_no_link(match[0].rstrip(".,;:!?)\"'”’")):
                return (Flag("link", sign, excerpt(match[0])),)
    # Full-width dots become ordinary ones when the text is made visible.
    undone = _DISGUISED.search(text)
    return (Flag("link", "disguised_link", excerpt(undone[0])),) if undone else ()


def _is_no_link(found: str) -> bool:
    return bool(
        _NO_LINKS.match(found)
        or _SENTENCES_RUN_TOGETHER.match(found)
        or (_SENTENCE_START.search(found) and found.count(".") == 1)
    )
