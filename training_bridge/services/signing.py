"""Two people look at what a model would learn from, and say yes or no, before it does.

Owners and moderators sign: both know the deliberation, and neither needs to have started the run. Whoever
started it may be one of the two and never both. One no is enough to end the run. What is signed is the
fingerprint of the data, so nobody signs what does not exist yet: the rewritten answers are signed before the
first training, the comparisons of answers, which the trained model writes, before training by preference.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from deliberation.integrity.plain_text import clean_text
from deliberation.models import Event, User
from training_bridge.data_rows import digest, file_digests
from training_bridge.models import SIGNERS_NEEDED, Data, DataSignOff, Standing, TrainingRun
from training_bridge.record_files import write_json
from training_bridge.services.announcing import announce_ending
from training_bridge.services.recording import record_signed
from training_bridge.services.stopping import go_on
from training_bridge.sign_off import SIGN_OFF, SIGNED_AFTER_FEEDBACK, SignOff


class SignOffRefused(Exception):
    """This answer to the data cannot be taken; the text says why. Nothing was written."""


@transaction.atomic
def sign_off_data(
    *,
    run: TrainingRun,
    data_sha256: str,
    name: str,
    account: User | None = None,
    refused: bool = False,
    reason: str = "",
) -> DataSignOff:
    """Take one person's yes or no to the data that waits; with the second yes, the run goes on.

    Args:
        run: a run that waits.
        data_sha256: the fingerprint of the data that the person has seen.
        name: what the person is called in public.
        account: theirs; None where a command signs for somebody who has none.
        refused: whether it is a no, which ends the run.
        reason: why; needed for a no.

    Raises:
        PermissionError: the account is neither an owner's nor a moderator's.
        SignOffRefused: the data is another one by now, nobody waits, or this person has signed it before.
    """
    if account is not None and not _may_sign(account, run):
        raise PermissionError("Only owners and moderators of this deliberation sign training data.")
    run = TrainingRun.objects.select_for_update(of=("self",)).select_related("version", "job").get(pk=run.pk)
    if run.standing != Standing.SIGN_OFF:
        raise SignOffRefused("This run does not wait for anybody to sign its data.")
    if run.data_sha256 != data_sha256:
        raise SignOffRefused("The data has changed since you saw it. Look at it again.")
    if refused and not reason.strip():
        raise SignOffRefused("Say why the data must not be used.")
    sign_off = _written(run, account, clean_text(name), refused, clean_text(reason))
    record_signed(sign_off, origin=Event.Origin.WEB if account else Event.Origin.COMMAND)
    if not refused and signatures(run).filter(refused=False).count() >= SIGNERS_NEEDED:
        _let_go_on(run)
    if refused:
        announce_ending(run)
    return sign_off


def signatures(run: TrainingRun) -> Any:
    """Return the answers to the data that a run waits with, or waited with last."""
    return DataSignOff.objects.filter(run=run).of_data(run.data_sha256)


def is_signed(run: TrainingRun, data_sha256: str) -> bool:
    """Return whether two people have said yes to this data, and nobody no."""
    answers = [sign_off.refused for sign_off in DataSignOff.objects.filter(run=run).of_data(data_sha256)]
    return len(answers) >= SIGNERS_NEEDED and not any(answers)


def wait_for_signatures(run: TrainingRun, data: Data, data_sha256: str) -> None:
    """Let the run wait until two people have signed this data."""
    run.awaits_sign_off, run.data_sha256 = data, data_sha256
    run.save(update_fields=["awaits_sign_off", "data_sha256"])


def write_signatures(run: TrainingRun) -> None:
    """Write who signed what into the run's folder, as `sign_off` reads it, with every answer beside it.

    `people` are the two who signed first, `data` the files that both of them signed.
    """
    folder = run.artifact_folder
    answers = list(DataSignOff.objects.filter(run=run).order_by("id"))
    people = tuple(each.name for each in answers if each.data_sha256 == answers[0].data_sha256)
    files: dict[str, str] = {}
    for stages in (("sft",), SIGNED_AFTER_FEEDBACK):
        signed = {each.name for each in answers if each.data_sha256 == digest(folder, stages)}
        if signed >= set(people):
            files |= file_digests(folder, stages)
    write_json(
        folder / SIGN_OFF,
        {
            **SignOff(people[:SIGNERS_NEEDED], files).to_json(),
            "signatures": [
                {
                    "data": each.data,
                    "data_sha256": each.data_sha256,
                    "name": each.name,
                    "refused": each.refused,
                    "reason": each.reason,
                    "at": each.at.isoformat(),
                }
                for each in answers
            ],
        },
    )


def _may_sign(account: User, run: TrainingRun) -> bool:
    role = account.role_in(run.deliberation)
    return role is not None and role.may_moderate


def _written(run: TrainingRun, account: User | None, name: str, refused: bool, reason: str) -> DataSignOff:
    if signatures(run).filter(name__iexact=name).exists():
        raise SignOffRefused("Somebody of this name has signed already: it takes two different people.")
    try:
        with transaction.atomic():
            return DataSignOff.objects.create(
                run=run,
                data=run.awaits_sign_off,
                data_sha256=run.data_sha256,
                account=account,
                name=name,
                refused=refused,
                reason=reason,
            )
    except IntegrityError as error:
        raise SignOffRefused(
            "This person has signed the data already: it takes two different people."
        ) from error


def _let_go_on(run: TrainingRun) -> None:
    run.awaits_sign_off = ""
    run.save(update_fields=["awaits_sign_off"])
    go_on(run)
