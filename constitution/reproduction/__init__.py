"""The Collective Constitutional AI process of 2023, walked again on its published files. PURE.

    reproduction = reproduce(read_ccai(folder))

`docs/ccai.md` tells what comes out.
"""

from constitution.reproduction.ccai_files import CcaiFiles, read_ccai
from constitution.reproduction.process import Reproduction, reproduce
from constitution.reproduction.steps import Step

__all__ = ["CcaiFiles", "Reproduction", "Step", "read_ccai", "reproduce"]
