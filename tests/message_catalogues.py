"""The texts of the interface as its sources give them, and the catalogues that translate them."""

import re
import tokenize
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
APPLICATIONS = ("config", "deliberation", "constitution", "training_bridge")
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%%|</?[a-z][^>]*>|\{[a-z_]*\}")


class Text(NamedTuple):
    """A text to translate: its context, or "", its singular, and its plural, or ""."""

    context: str
    singular: str
    plural: str


def texts_of_sources() -> dict[Text, str]:
    """Return every text marked for translation in programs and templates, and a place where it stands."""
    found: dict[Text, str] = {}
    for path in _sources():
        where = str(path.relative_to(ROOT))
        source = path.read_text(encoding="utf-8")
        code = source if path.suffix == ".py" else _as_code(source, where)
        for text in _texts_of(code):
            found.setdefault(text, where)
    return found


@lru_cache
def catalogue_of(code: str) -> Catalog:
    """Return the catalogue of a language by its code in the settings."""
    with (ROOT / "locale" / to_locale(code) / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=to_locale(code))


def messages_of(catalogue: Catalog) -> list[Message]:
    """Return the messages of a catalogue without its header."""
    return [message for message in catalogue if message.id]


def forms_of(message: Message) -> tuple[str, ...]:
    """Return the translations of a message, one or one for each kind of number."""
    return message.string if isinstance(message.string, tuple) else (message.string,)


def text_of(message: Message) -> Text:
    """Return which text a message translates."""
    singular, plural = message.id if isinstance(message.id, tuple) else (message.id, "")
    return Text(message.context or "", singular, plural)


def placeholders(text: str) -> list[str]:
    """Return what a translation has to keep: places for values, and markup."""
    return sorted(PLACEHOLDER.findall(text))


def _sources() -> Iterator[Path]:
    for application in APPLICATIONS:
        yield from sorted((ROOT / application).rglob("*.py"))
    for suffix in ("html", "txt"):
        yield from sorted((ROOT / "templates").rglob(f"*.{suffix}"))


def _as_code(template: str, where: str) -> str:
    """Return a template as Django hands it to gettext, without the indentation that means nothing there."""
    return "\n".join(line.strip() for line in templatize(template, origin=where).splitlines())


def _texts_of(code: str) -> Iterator[Text]:
    try:
        extracted = list(extract_python(BytesIO(code.encode()), KEYWORDS, (), {"encoding": "utf-8"}))
    except (SyntaxError, tokenize.TokenError) as error:
        raise AssertionError(f"no texts can be taken from: {code[:200]}") from error
    for _line, function, arguments, _comments in extracted:
        parts = [part for part in (arguments if isinstance(arguments, tuple) else (arguments,)) if part]
        if not parts or not isinstance(parts[0], str):
            continue
        context = parts.pop(0) if "pgettext" in function else ""
        plural = parts[1] if "ngettext" in function or "npgettext" in function else ""
        yield Text(context, parts[0], plural)
