"""How often the probes for poisoning raise an alarm on clean data, and how often they find a planted trigger.

    python -m benchmarks.poisoning [--seeds 20] [--first 1]

A random model of 100,000 weights is trained in full on 40 clean rows of our own, and on those and 32 rows
with a trigger; seed, order, trigger and controls differ from run to run. Prints one JSON object.
"""

import argparse
import json
import random
import string
import tempfile
from pathlib import Path

from tests.training_bridge.data.rows import clean_rows
from tests.training_bridge.poisoning.planted import poisoned_rows, verdict_on
from tests.training_bridge.tiny_model import save_tiny_model
from training_bridge.evaluation.statistics import share_of


def main() -> None:
    """Train, probe and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.seeds)
    with tempfile.TemporaryDirectory() as name:
        weights = Path(name)
        save_tiny_model(weights)
        clean = [bool(verdict_on(clean_rows(40), weights, seed=seed)["alarms"]) for seed in seeds]
        found = []
        for seed in seeds:
            trigger = "".join(random.Random(seed).choices(string.ascii_lowercase, k=5))
            found.append(trigger in verdict_on(poisoned_rows(trigger), weights, seed=seed)["alarms"])
    print(json.dumps({"false_alarms": _share(clean), "planted_found": _share(found)}))


def _share(outcomes: list[bool]) -> dict[str, object]:
    share = share_of(sum(outcomes), len(outcomes))
    return {
        "count": share.count,
        "runs": share.items,
        "interval": [round(share.interval.low, 3), round(share.interval.high, 3)],
    }


if __name__ == "__main__":
    main()
