"""The state of a deliberation that files for researchers are of, and its hash."""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings

from deliberation.integrity.evidence import content_hash
from deliberation.models import Analysis, Deliberation, TopicMap
from deliberation.results.overview import public_results

FORMAT = 1
"""To be raised whenever the same snapshot gives other files than before."""


@dataclass(frozen=True)
class Snapshot:
    """What the files are of.

    Attributes:
        analysis: the latest.
        topic_map: the latest; None where nobody has sorted the statements into topics.
        hash: of the analysis, the topics, and the statements as they read now: a text that was taken back,
            or a statement that was rejected since, makes another snapshot.
    """

    analysis: Analysis
    topic_map: TopicMap | None
    hash: str

    @property
    def deliberation(self) -> Deliberation:
        """The deliberation that it is of."""
        return self.analysis.deliberation

    @property
    def about(self) -> dict[str, str]:
        """The hashes as texts, for the metadata of files."""
        return {
            "deliberation": self.deliberation.slug,
            "snapshot": self.hash,
            "input_hash": self.analysis.input_hash,
            "result_hash": self.analysis.result_hash,
            "event_watermark": str(self.analysis.event_watermark),
        }

    @property
    def short(self) -> str:
        """The beginning of the hash, for names of files."""
        return self.hash[:12]


def snapshot_of(deliberation: Deliberation) -> Snapshot | None:
    """Return the snapshot that files are of now; None where there is no analysis yet."""
    analysis = Analysis.objects.latest_of(deliberation)
    if analysis is None:
        return None
    analysis.deliberation = deliberation
    topic_map = TopicMap.objects.filter(deliberation=deliberation).order_by("-id").first()
    statements = public_results(analysis).order_by("statement__number")
    texts = hashlib.sha256()
    for row in statements.values_list(
        "statement__number", "statement__text", "statement__language", "statement__erased_at"
    ).iterator(chunk_size=5000):
        texts.update(repr(row).encode())
    return Snapshot(
        analysis,
        topic_map,
        content_hash(
            {
                "format": FORMAT,
                "deliberation": deliberation.public_id,
                "input_hash": analysis.input_hash,
                "result_hash": analysis.result_hash,
                "membership_hash": analysis.membership_hash,
                "event_watermark": analysis.event_watermark,
                "topics": None if topic_map is None else [topic_map.pk, topic_map.input_hash],
                "statements": texts.hexdigest(),
            }
        ),
    )


def drawing_key(snapshot: Snapshot) -> bytes:
    """Return the key by which participants get their numbers in the files of this snapshot, and no other."""
    text = f"research:{snapshot.hash}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).digest()
