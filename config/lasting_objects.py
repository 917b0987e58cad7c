"""What a web process has loaded stays as long as it runs: the collector need not look through it again."""

import gc

FEW_PASSES = (10_000, 20, 50)
"""A request leaves next to nothing that only the collector finds; Python's own first threshold is 700."""


def set_lasting_objects_apart() -> None:
    """Leave everything loaded so far out of later passes of the collector; call it before the first request.

    A pass through all modules, models and forms takes a tenth of a second and more, in the middle of
    somebody's request.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*FEW_PASSES)
