"""What a person may type: plain text, without characters that hide or reorder it. PURE."""

import unicodedata

REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
"""Unicode's bidirectional controls: they can make a sentence read as its opposite."""

INVISIBLE = frozenset("\u200b\u2060\ufeff\u00ad")
"""Characters without width or ink; zero-width joiners are not among them, as scripts and emoji need those."""


def clean_text(text: str) -> str:
    """Return the text in one line, composed (NFC), without invisible or reordering characters.

    Runs of white space, line breaks included, become one space. NUL and other control characters go.
    """
    kept = [
        " " if character in "\t\n\r\x0b\x0c\x85\u2028\u2029" else character
        for character in unicodedata.normalize("NFC", text)
        if character not in REORDERING and character not in INVISIBLE
    ]
    visible = [c for c in kept if c == " " or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"}]
    return " ".join("".join(visible).split())
