"""The sealed log as files: all that an outside monitor needs, and nothing about what anybody said."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from deliberation.integrity.proofs import SealedTree
from deliberation.integrity.sealed_log import HEADS_FORMAT
from deliberation.integrity.sealing import last_seal
from deliberation.integrity.stored_log import published_heads
from deliberation.models import Deliberation, LogSeal, SealedEvent

LEAVES_PER_FILE: Final = 50_000
PROGRAM: Final = "verify_receipt.py"
FOR_A_WHILE: Final = "public, max-age=10"
FOR_GOOD: Final = "public, max-age=31536000, immutable"


@require_safe
def heads(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """All heads of a log with their signatures and proofs of growth; from a number on with ?from=."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    asked = request.GET.get("from", "1")
    first = max(1, int(asked)) if asked.isdecimal() and len(asked) < 10 else 1

    def written() -> Iterator[str]:
        start = json.dumps({"format": HEADS_FORMAT, "log": deliberation.public_id})
        yield f'{start[:-1]}, "heads": ['
        for number, head in enumerate(published_heads(deliberation, first)):
            yield (",\n" if number else "\n") + json.dumps(head)
        yield "\n]}\n"

    return StreamingHttpResponse(
        written(),
        content_type="application/json",
        headers={
            "Cache-Control": FOR_A_WHILE,
            "Content-Disposition": f'attachment; filename="{deliberation.slug}-heads.json"',
        },
    )


@require_safe
def growth(request: HttpRequest, slug: str, old: int, new: int) -> JsonResponse:
    """The proof that a log only grew between any two of its seals."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    seals = LogSeal.objects.filter(deliberation=deliberation, number__in=[old, new])
    sizes = dict(seals.values_list("number", "size"))
    if not {old, new} <= sizes.keys() or old > new:
        raise Http404("No such seals.")
    path = SealedTree(deliberation, sizes[new]).growth_since(sizes[old])
    answer = {"log": deliberation.public_id, "old_size": sizes[old], "new_size": sizes[new], "path": path}
    return JsonResponse(answer, headers={"Cache-Control": FOR_GOOD})


@require_safe
def leaves(request: HttpRequest, slug: str, part: int) -> HttpResponse:
    """The hashes of the sealed entries in their order, one a line; part 1 has the first of them."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    seal = last_seal(deliberation)
    size = seal.size if seal else 0
    start, end = (part - 1) * LEAVES_PER_FILE, min(part * LEAVES_PER_FILE, size)
    if part < 1 or start >= end:
        raise Http404("There is no such part.")
    rows = SealedEvent.objects.filter(deliberation=deliberation, position__gte=start, position__lt=end)
    found = rows.order_by("position").values_list("leaf", flat=True)
    return HttpResponse(
        "\n".join(found) + "\n",
        content_type="text/plain; charset=ascii",
        headers={
            "Cache-Control": FOR_GOOD if end - start == LEAVES_PER_FILE else FOR_A_WHILE,
            "Content-Disposition": f'attachment; filename="{deliberation.slug}-leaves-{part}.txt"',
        },
    )


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """The program with which anybody checks receipts and heads on their own machine."""
    return HttpResponse(
        (Path(settings.BASE_DIR) / PROGRAM).read_bytes(),
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{PROGRAM}"'},
    )
