"""Chinese statements as principles, simplified and traditional, by rules of their own. PURE.

「AI應該P」-> 「請選擇最能P的回應。」, 「AI不應該P」-> 「請選擇最不會P的回應。」, a quality ->
「請選擇最誠實的回應。」, 「有P」-> 「最有P」 and 「最沒有P」. A condition is named after a colon, as it was
written, so that nothing has to be rearranged.
"""

from constitution.wording.chinese.principles import (
    requests_for_edited_chinese,
    word_chinese,
    word_chinese_together,
)
from constitution.wording.chinese.scripts import is_traditional

__all__ = ["is_traditional", "requests_for_edited_chinese", "word_chinese", "word_chinese_together"]
