"""The Collective Constitutional AI process of 2023, walked again on its published files. PURE.

    files = read_ccai(folder)
    reproduction = reproduce(files)
    redraft(files, reproduction).against

`docs/ccai.md` tells what comes out.
"""

from constitution.reproduction.ccai_files import CcaiFiles, read_ccai
from constitution.reproduction.process import Redraft, Reproduction, redraft, reproduce
from constitution.reproduction.steps import Step

__all__ = ["CcaiFiles", "Redraft", "Reproduction", "Step", "read_ccai", "redraft", "reproduce"]
