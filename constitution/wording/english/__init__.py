"""English statements as principles, by the rules that the 75 published ones follow. PURE.

"should be ADJ" -> "is most ADJ"; "should VERB" -> "most VERBs"; "should not be ADJ" -> "is least ADJ";
"should not VERB" -> "least VERBs" or "is least likely to VERB"; a prohibition beside a wish becomes a
sentence of its own; conditions stay as they were written. As few words change as possible. The shapes were
counted in the public constitution of Huang et al., Collective Constitutional AI (FAccT 2024). What fits no
rule is quoted and marked for a person.
"""

from constitution.wording.english.edited import requests_for_edited_english
from constitution.wording.english.principles import word_english, word_english_together

__all__ = ["requests_for_edited_english", "word_english", "word_english_together"]
