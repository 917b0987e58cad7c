"""What the process of 2023 gave, by its own publications and by counting its published files again.

Sources: [P] Huang et al., Collective Constitutional AI, FAccT 2024 (arXiv 2406.07814); [N] the output kept in
its notebook ccai_data_processing.ipynb (github.com/saffronh/ccai). What neither of them says and these files
were found to hold when they were counted before is marked [C].
"""

from typing import Final

PARTICIPANTS_EXPORTED: Final = 1126  # [N]
PARTICIPANTS_TOSSED: Final = 37  # [N]
PARTICIPANTS: Final = 1002  # [P, N]
MORE_VOTES_THAN: Final = 25
"""The notebook keeps whoever has more votes than this, and says in words that it keeps 25 or more [N]."""

STATEMENTS_EXPORTED: Final = 1418  # [N]
STATEMENTS: Final = 275  # [P, N]
AGREEMENTS: Final = 28231  # [N]
DISAGREEMENTS: Final = 4587  # [N]
EXPLAINED_VARIANCE: Final = (0.07294794, 0.0420472)  # [N]
GROUP_SIZES: Final = (619, 383)  # [N]

MEAN, MEDIAN, LEAST, GREATEST = 0.643, 0.704, 0.042, 0.963  # [P], there .64, .70, .04 and .96
THRESHOLD: Final = 0.723  # [P]
IDEAS: Final = 95  # [P]
PRINCIPLES: Final = 75  # [P]

ABOVE_THRESHOLD: Final = {
    "published_unsmoothed": 116,
    "published": 96,
    "joined": 90,
    "exporter": 86,
}  # [C]

DIVISIVE: Final = 17
"""The common good over the individual; [P] names it as one that both groups do not share."""

CHOSEN_GROUPS: Final = 2
FINE_CLUSTERS: Final = 100
