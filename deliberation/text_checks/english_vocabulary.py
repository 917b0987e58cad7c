"""The words that English orders to software are made of, as parts of patterns. PURE."""

from __future__ import annotations

NOT_FOLLOW = (
    r"(?:(?:do not|don['’]?t|never|stop|cease|quit|no longer|need not|must not|mustn['’]t) "
    r"(?:follow(?:ing)?|obey(?:ing)?|heed(?:ing)?|apply(?:ing)?|us(?:e|ing)|listen(?:ing)? to"
    r"|consider(?:ing)?"
    r"|comply(?:ing)? with|adher(?:e|ing) to|respect(?:ing)?|pay(?:ing)? attention to|car(?:e|ing) about))"
)
IGNORE = (
    r"(?:ignor(?:e|es|ing)|disregard(?:s|ing)?|forget(?:s|ting)?|skip(?:ping)?|bypass(?:ing)?"
    r"|overrid(?:e|ing)|overrul(?:e|ing)"
    r"|discard(?:ing)?|drop|eras(?:e|ing)|delet(?:e|ing)|abandon(?:ing)?|neglect(?:ing)?"
    r"|dismiss(?:ing)?|cancel|reset|void|suspend"
    r"|overwrit(?:e|ing)|unlearn|wipe|nullify|invalidate|revoke|set aside|put aside|throw (?:away|out)"
    r"|toss(?: out)?|scrap|disobey"
    r"|replac(?:e|ing)|purge|clear|unfollow|remove|pay no (?:attention|heed|mind) to|" + NOT_FOLLOW + ")"
)
THINGS = (
    r"(?:instructions?|directions?|directives?|rules?|prompts?|guidelines?|principles?|orders?"
    r"|commands?|constitution|polic(?:y|ies)"
    r"|constraints?|restrictions?|training|programming|context|messages?|text|statements?|criteria"
    r"|guard ?-?rails|safeguards?"
    r"|system prompt|conversation|input|limitations?|requirements?|content|guidance|values?|tasks?"
    r"|roles?|filters?|settings?"
    r"|words|sentences?|stuff|restraints?|protocols?|alignment|ethics|setup|instruct\w*)"
)
BEFORE = (
    r"(?:previous(?:ly)?|prior|preceding|earlier|above(?:-mentioned)?|foregoing|former|past|initial"
    r"|original|pre-?existing"
    r"|aforementioned|upstream|pre-?set)"
)
STANDING = r"(?:old|last|hidden|system|default|built-in|safety|current|own|usual|content|moral|ethical)"
ALL = (
    r"(?:all|any|every|each|your|everything|all of|these|those|the other|other|whatever|all other"
    r"|all your|every other|all the|all of the|all of your|any and all|the rest of the)"
)
LITTLE = (
    r"(?:(?:of|the|these|those|your|any|all|and|or|other|my|this|that|such|every|each|single|entire"
    r"|whole|set|own|a|an) )"
)
LITERAL = (
    r"(?:[\"“”'‘«「][^\"“”'’»」\n]{1,80}[\"”'’»」]"
    r"|(?-i:[A-Z]{2,}[A-Z!]*\b(?<!AI)(?<!LLM)(?<!USA)(?<!UK)(?<!EU)(?<!UN))"
    r"|the (?:single |exact |following |one |secret )?(?:word|words|phrase|string|token|number|letter"
    r"|sentence|text|emoji|code)\b"
    r"|(?:ok|okay|yes|no|pwned|hacked|banana|done|true|false|null|nothing|approved|accepted|compliant"
    r"|unchanged|i agree|i comply"
    r"|haha\w*|lol|no (?:critique|problems?|issues?|changes?)(?: found| needed)?|as is"
    r"|a single (?:word|character|letter|emoji)|one word"
    r"|\d+|n/a|none)(?= *(?:$|[.,!;\n]|and nothing|only|to every|regardless|no matter|in all|whatever"
    r"|for every|always|forever|instead)))"
)
HONEST_WORDS = (
    r"(?![\"“'‘](?:i |sorry|please|thank|no[ ,.\"”'’]|yes[ ,.\"”'’]|maybe|it depends|we |perhaps"
    r"|this is|as an))"
)
SAY = (
    r"(?:repl(?:y|ies|ying)|respond(?:s|ing)?|answer(?:s|ing)?|output(?:s|ting)?|print(?:s|ing)?"
    r"|writ(?:e|es|ing)|say(?:s|ing)?|return(?:s|ing)?|generat(?:e|es|ing)|typ(?:e|ing)|repeat(?:ing)?"
    r"|echo(?:ing)?|stat(?:e|ing)|emit(?:ting)?|produce|begin|start|write back|send)"
)
ONLY = r"(?:only|just|simply|exactly|solely|always|exclusively|nothing but|merely|nothing except|verbatim)"
NOW = (
    r"(?:^|[.!?:;\n\"“'(\-–—>]\s*|,\s*|\b(?:please|now|and|then|must|just|instead|you (?:should|must"
    r"|will|shall|need to|have to|can|are to)|your (?:job|task) is to|simply|always|kindly|immediately"
    r"|i want you to|i need you to|to|also|hereby|or) )"
)
START = (
    r"(?:^|[.!?:;\n\"“(\-–—>]\s*|\b(?:please|now|then|must|just|instead|you (?:should|must|will|shall"
    r"|need to|have to|are to)|your (?:job|task) is to|i want you to|kindly) )"
)
TURN = (
    r"(?:response|answer|reply|output|completion|option|candidate|message|sentence|text|revision"
    r"|critique|verdict|judge?ment|turn|result)"
)
JUDGING = (
    r"(?:revis(?:e|ing|ion)|critiqu(?:e|ing)|critici[sz](?:e|ing)|judg(?:e|ing)|evaluat(?:e|ing|ion)"
    r"|compar(?:e|ing) (?:the |two |both |these )?(?:responses|answers)|grad(?:e|ing)|scor(?:e|ing)"
    r"|rat(?:e|ing)|rank(?:ing)?|rewrit(?:e|ing)|assess(?:ing)?|choos(?:e|ing) between"
    r"|pick(?:ing)? between|review(?:ing)?|moderat(?:e|ing)|lint(?:ing)?|train(?:ing|ed)?"
    r"|fine-?tun(?:e|ed|ing)|label(?:l?ing)?)"
)
READER = (
    r"(?:a\.?i\.?|ai (?:model|system|assistant)|llms?|large language model|language model|model"
    r"|assistant|critic|judge|grader|evaluator|reviser|reviewer|annotator|rater|chatbot|summari[sz]er"
    r"|moderator|classifier|bot|chatgpt|claude|gpt(?:-?\d)?|linter|trainer|preference model"
    r"|reward model|moderation (?:bot|system|tool)|ai moderator|ai judge|system|machine|algorithm"
    r"|parser|reader|agent)"
)
