"""Bringing a finished run's folder here: from another site, or back from the cluster that trained."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings as site_settings
from django.db import transaction

from constitution.models import ConstitutionVersion
from deliberation.jobs import WorkRefused
from deliberation.models import Event
from deliberation.models.public_ids import new_public_id
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.data_rows import STAGES_WITH_DATA, data_file
from training_bridge.format.check import Fault, check_folder
from training_bridge.format.cluster_results import REPORT, ClusterResults, cluster_results, report_of
from training_bridge.models import MEASURED, TrainingRun
from training_bridge.record_files import write_json
from training_bridge.run_settings import SCRIPTED
from training_bridge.services.recording import record_finished
from training_bridge.sign_off import SIGN_OFF, unsigned_files

FROM = "import.json"
TRAINED_ELSEWHERE = "trained elsewhere: not measured"
FIRST_FORMAT = "concord-training-run/1"
MOST_SAID = 3


@dataclass(frozen=True)
class Imported:
    """A run that is here now, and whether it was new; what of its folder stayed behind."""

    run: TrainingRun
    is_new: bool
    left_out: tuple[str, ...]


def import_training_run(*, folder: Path) -> Imported:
    """Check a folder and make it a run of this site; the same folder again gives the same run.

    A folder that this site exported may come back with models that a cluster trained: they are taken although
    the manifest does not have them.

    Raises:
        WorkRefused: the folder is damaged, newer than known, on a constitution that nobody here ratified, or
            trained on data that two people did not sign; the reason is said and nothing was written.
    """
    results = _results(folder)
    _refuse_faults(folder, results)
    run = json.loads((folder / "run.json").read_bytes())
    version = _ratified(run["constitution_sha256"])
    _refuse_unsigned(folder, run)
    _refuse_other_data(folder)
    fingerprint = _fingerprint(folder, results)
    with transaction.atomic():
        # Two imports of one folder at the same time come one after the other.
        version = ConstitutionVersion.objects.select_for_update().get(pk=version.pk)
        found = _there_already(version, fingerprint)
        if found is not None:
            return Imported(found, False, results.left_out)
        return Imported(_take(folder, run, version, fingerprint, results), True, results.left_out)


def _results(folder: Path) -> ClusterResults:
    try:
        listed = json.loads((folder / "manifest.json").read_bytes())["files"]
        return cluster_results(folder, dict(listed), _hash)
    except (OSError, ValueError, KeyError, TypeError):
        return ClusterResults((), ())


def _refuse_faults(folder: Path, results: ClusterResults) -> None:
    """Refuse what is damaged; that a cluster's models are not in the manifest is no damage."""
    expected = {*results.taken, *results.left_out}
    faults = [fault for fault in check_folder(folder) if not _is_about_results(fault, expected)]
    if faults:
        more = f" (and {len(faults) - MOST_SAID} more)" if len(faults) > MOST_SAID else ""
        raise WorkRefused(f"{folder}: {'; '.join(map(str, faults[:MOST_SAID]))}{more}.")


def _is_about_results(fault: Fault, expected: set[str]) -> bool:
    return fault.file in expected and ("manifest" in fault.problem or fault.problem == "is a link")


def _ratified(sha256: str) -> ConstitutionVersion:
    version = ConstitutionVersion.objects.filter(content_sha256=sha256).ratified().first()
    if version is None:
        raise WorkRefused(
            f"No version that was ratified here has the constitution of this run ({sha256[:16]}…)."
        )
    return version


def _refuse_unsigned(folder: Path, run: dict[str, Any]) -> None:
    trained = any((folder / "models").glob("*/*.safetensors"))
    # Runs of the first format are from before there were sign-offs.
    if not trained or run["format"] == FIRST_FORMAT or run["settings"].get("model") == SCRIPTED:
        return
    if not (folder / SIGN_OFF).exists():
        raise WorkRefused("A model was trained on data that nobody signed: there is no sign_off.json.")
    unsigned = unsigned_files(folder)
    if unsigned:
        raise WorkRefused(f"A model was trained on data that nobody signed: {', '.join(unsigned)}.")


def _refuse_other_data(folder: Path) -> None:
    """Refuse a model whose report names other data than lies beside it."""
    for stage in STAGES_WITH_DATA:
        report, data = folder / "models" / stage / REPORT, data_file(folder, stage)
        if not report.exists():
            continue
        named = json.loads(report.read_bytes()).get("data_sha256")
        if named is not None and (data is None or _hash(data) != named):
            raise WorkRefused(f"models/{stage} was trained on other data than data/{stage}/train.jsonl.")


def _fingerprint(folder: Path, results: ClusterResults) -> str:
    """Hash what the import takes: the manifest, and the models that it does not have."""
    parts = [_hash(folder / "manifest.json"), *(f"{name} {_hash(folder / name)}" for name in results.taken)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _there_already(version: ConstitutionVersion, fingerprint: str) -> TrainingRun | None:
    for run in TrainingRun.objects.filter(version=version).select_related("version", "job"):
        try:
            written = json.loads((run.artifact_folder / FROM).read_bytes())
        except (OSError, ValueError):
            written = {}
        manifest = run.artifact_folder / "manifest.json"
        own = manifest.exists() and _only_manifest(manifest) == fingerprint
        if written.get("fingerprint") == fingerprint or own:
            return run
    return None


def _only_manifest(manifest: Path) -> str:
    return hashlib.sha256(_hash(manifest).encode()).hexdigest()


def _take(
    folder: Path, run: dict[str, Any], version: ConstitutionVersion, fingerprint: str, results: ClusterResults
) -> TrainingRun:
    public_id = new_public_id()
    place = Path(site_settings.DATA_DIR) / "training" / public_id
    try:
        _copy(folder, place, results)
        summary = _completed(place, results)
        write_json(place / FROM, {"fingerprint": fingerprint, "left_out": list(results.left_out)})
        ArtifactFolder(place).write_manifest()
        taken = TrainingRun.objects.create(
            public_id=public_id,
            version=version,
            settings=run["settings"],
            job=None,
            is_imported=True,
            summary=summary,
        )
        record_finished(taken, origin=Event.Origin.COMMAND)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return taken


def _copy(folder: Path, place: Path, results: ClusterResults) -> None:
    listed = json.loads((folder / "manifest.json").read_bytes())["files"]
    for name in ["manifest.json", *listed, *results.taken]:
        source = folder / name
        if source.is_file() and name not in results.left_out:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place / name)
    for model in sorted((folder / "models").glob("*")):
        report = report_of(model) if not (model / REPORT).exists() else None
        if report is not None:
            write_json(place / "models" / model.name / REPORT, report)


def _completed(place: Path, results: ClusterResults) -> dict[str, Any]:
    """Say in the summary that a model came back, where nobody has measured it yet."""
    summary: dict[str, Any] = json.loads((place / "summary.json").read_bytes())
    weights = [name for name in results.taken if name.endswith(".safetensors")]
    if weights and summary.get("outcome") != MEASURED:
        summary["outcome"] = TRAINED_ELSEWHERE
        write_json(place / "summary.json", summary)
    return summary


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
