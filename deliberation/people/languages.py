"""Which of several written languages suits a reader."""

from collections.abc import Iterable

from django.utils.translation import get_language


def readers_language(written: Iterable[str]) -> str | None:
    """Return the written language that the reader asked for, or else its base, or None if there is neither.

    A reader of "es-mx" is given "es"; one of "zh-hant" is not given "zh-hans".
    """
    wanted = (get_language() or "").lower()
    by_code = {code.lower(): code for code in written}
    return by_code.get(wanted) or by_code.get(wanted.partition("-")[0])
