"""What the checks of a text found, kept with its statement and said to a moderator in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import get_language_info, gettext_noop
from django.utils.translation import gettext as _

from deliberation.models import Deliberation, Statement, StatementFlag
from deliberation.text_checks.checks import ToxicityCheck, check_text
from deliberation.text_checks.flag import KINDS, Flag

INTERFACE_LANGUAGES = ("en", "es", "ar", "zh")
"""What a text is expected to be in where there is no deliberation to ask."""
CHECKED = "checked"
"""Kind of the row that says that all checks ran, those included that are too slow for a web request."""

SENTENCES = {
    ("language", "other_language"): gettext_noop("It seems to be in another language: %(found)s."),
    ("personal_data", "email"): gettext_noop("It contains an e-mail address: %(found)s"),
    ("personal_data", "phone"): gettext_noop("It contains what may be a telephone number: %(found)s"),
    ("personal_data", "address"): gettext_noop("It contains what may be somebody's address: %(found)s"),
    ("personal_data", "card"): gettext_noop("It contains a valid payment card number: %(found)s"),
    ("personal_data", "bank_account"): gettext_noop("It contains a valid bank account number: %(found)s"),
    ("personal_data", "identity_number"): gettext_noop(
        "It contains what may be an identity number: %(found)s"
    ),
    ("personal_data", "handle"): gettext_noop("It names somebody's account: %(found)s"),
    ("personal_data", "name"): gettext_noop("It may name a private person: %(found)s"),
    ("link", "link"): gettext_noop("It contains a web address: %(found)s"),
    ("link", "disguised_link"): gettext_noop("It contains a web address in disguise: %(found)s"),
    ("spam", "repeated_characters"): gettext_noop("It repeats the same character: %(found)s"),
    ("spam", "repeated_words"): gettext_noop("It repeats the same words: %(found)s"),
    ("spam", "emoji"): gettext_noop("It holds many emoji: %(found)s"),
    ("spam", "capitals"): gettext_noop("It is written in capital letters."),
    ("spam", "advertising"): gettext_noop("It reads like an advertisement: %(found)s"),
    ("spam", "random_keys"): gettext_noop("It looks like keys pressed at random: %(found)s"),
    ("toxicity", "slur"): gettext_noop("It uses a word that degrades people: %(found)s"),
    ("toxicity", "death"): gettext_noop("It wishes for violence against people: %(found)s"),
    ("toxicity", "insult"): gettext_noop("It insults people: %(found)s"),
    ("toxicity", "model"): gettext_noop("This site's check for abuse stopped at: %(found)s"),
    ("injection", "override"): gettext_noop("It tells software to drop its instructions: %(found)s"),
    ("injection", "precedence"): gettext_noop("It claims to overrule all other principles: %(found)s"),
    ("injection", "persona"): gettext_noop("It tells software to be somebody else: %(found)s"),
    ("injection", "leak"): gettext_noop("It asks software for its instructions or secrets: %(found)s"),
    ("injection", "output"): gettext_noop("It dictates to software what to write: %(found)s"),
    ("injection", "judge"): gettext_noop("It tells a model that reviews answers what to decide: %(found)s"),
    ("injection", "address"): gettext_noop("It speaks to software, not to people: %(found)s"),
    ("injection", "trigger"): gettext_noop("It sets a password or trigger for software: %(found)s"),
    ("injection", "role_marker"): gettext_noop("It imitates the turns of a conversation: %(found)s"),
    ("injection", "control_token"): gettext_noop("It contains a control mark of language models: %(found)s"),
    ("injection", "markup"): gettext_noop("It contains markup or code: %(found)s"),
    ("injection", "encoded"): gettext_noop("Part of it is in a code and reads: %(found)s"),
    ("injection", "hidden_characters"): gettext_noop("It holds invisible characters: %(found)s"),
    ("injection", "mixed_script"): gettext_noop(
        "It mixes letters of several alphabets that look alike: %(found)s"
    ),
}
"""Why each sign was raised, by kind and sign; `%(found)s` is what was found."""

DISGUISES = {
    "invisible": gettext_noop("written in invisible characters"),
    "lookalikes": gettext_noop("written in letters that only look alike"),
    "leet": gettext_noop("digits instead of letters"),
    "shifted": gettext_noop("shifted along the alphabet"),
    "reversed": gettext_noop("written backwards"),
    "base64": gettext_noop("encoded as base64"),
    "hex": gettext_noop("encoded as hexadecimal numbers"),
    "numbers": gettext_noop("encoded as numbers"),
    "percent": gettext_noop("encoded as in web addresses"),
    "escapes": gettext_noop("encoded as character codes"),
    "morse": gettext_noop("in Morse code"),
    "misspelt": gettext_noop("misspelt"),
    "spelt out": gettext_noop("pulled apart or run together"),
}
"""How it was hidden, added in brackets."""


def flag_statement(statement: Statement) -> tuple[Flag, ...]:
    """Check a new statement's text and keep what was found; in milliseconds, with nothing heavy loaded.

    Its language and a check of the site's own follow in a job (`complete_flags`). Call it again after the
    text has changed: what was found before goes.
    """
    flags = check_text(statement.text)
    _replace({statement: flags}, is_complete=False)
    return flags


def complete_flags(*, deliberation: Deliberation) -> int:
    """Run all checks on the statements that have not had them all; return how many those were."""
    waiting = list(
        deliberation.statements.exclude(state=Statement.State.REJECTED).exclude(flags__kind=CHECKED)
    )
    own = own_toxicity_check()
    for start in range(0, len(waiting), 500):
        _replace(
            {
                statement: check_text(
                    statement.text, languages=deliberation.statement_languages, toxicity=own
                )
                for statement in waiting[start : start + 500]
            },
            is_complete=True,
        )
    return len(waiting)


def flags_of(statements: Iterable[Statement]) -> dict[int, list[Flag]]:
    """Return the flags of statements by their primary key, in one query; each statement has a list."""
    found: dict[int, list[Flag]] = {statement.pk: [] for statement in statements}
    for row in StatementFlag.objects.filter(statement__in=found, kind__in=KINDS).order_by("pk"):
        found[row.statement_id].append(_flag(row))
    return found


def flags_in(text: str) -> tuple[Flag, ...]:
    """Check a text that is no statement, such as a reason given with a vote; nothing is kept."""
    return check_text(text)


def why(flag: Flag) -> str:
    """Say in the reader's language why a flag was raised."""
    sentence = SENTENCES.get((flag.kind, flag.sign))
    if sentence is None:
        return flag.found
    said = _(sentence) % {"found": _language_name(flag.found) if flag.kind == "language" else flag.found}
    if flag.hidden_by not in DISGUISES:
        return said
    return _("%(why)s (%(disguise)s)") % {"why": said, "disguise": _(DISGUISES[flag.hidden_by])}


def own_toxicity_check() -> ToxicityCheck | None:
    """Return the check that the setting TOXICITY_CHECK names, or None where it is the project's own."""
    path = settings.TOXICITY_CHECK
    check: ToxicityCheck | None = import_string(path) if path else None
    return check


@transaction.atomic
def _replace(found: dict[Statement, Sequence[Flag]], *, is_complete: bool) -> None:
    StatementFlag.objects.filter(statement__in=list(found)).delete()
    rows = [
        StatementFlag(statement=statement, kind=flag.kind, detail=_detail(flag))
        for statement, flags in found.items()
        for flag in flags
    ]
    if is_complete:
        rows += [StatementFlag(statement=statement, kind=CHECKED) for statement in found]
    if rows:
        StatementFlag.objects.bulk_create(rows)


def _detail(flag: Flag) -> dict[str, Any]:
    return {"sign": flag.sign, "found": flag.found} | (
        {"hidden_by": flag.hidden_by} if flag.hidden_by else {}
    )


def _flag(row: StatementFlag) -> Flag:
    detail = row.detail
    kind = next(kind for kind in KINDS if kind == row.kind)
    return Flag(kind, detail.get("sign", ""), detail.get("found", ""), detail.get("hidden_by", ""))


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
