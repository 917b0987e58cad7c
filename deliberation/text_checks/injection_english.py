"""English ways of telling the software that reads a text what to do. PURE."""

from __future__ import annotations

from deliberation.text_checks.injection_pattern import Pattern, words

_NOT_FOLLOW = (
    r"(?:(?:do not|don['’]?t|never|stop|cease|quit|no longer|need not|must not|mustn['’]t) "
    r"(?:follow(?:ing)?|obey(?:ing)?|heed(?:ing)?|apply(?:ing)?|us(?:e|ing)|listen(?:ing)? to"
    r"|consider(?:ing)?"
    r"|comply(?:ing)? with|adher(?:e|ing) to|respect(?:ing)?|pay(?:ing)? attention to|car(?:e|ing) about))"
)
_IGNORE = (
    r"(?:ignor(?:e|es|ing)|disregard(?:s|ing)?|forget(?:s|ting)?|skip(?:ping)?|bypass(?:ing)?"
    r"|overrid(?:e|ing)|overrul(?:e|ing)"
    r"|discard(?:ing)?|drop|eras(?:e|ing)|delet(?:e|ing)|abandon(?:ing)?|neglect(?:ing)?"
    r"|dismiss(?:ing)?|cancel|reset|void|suspend"
    r"|overwrit(?:e|ing)|unlearn|wipe|nullify|invalidate|revoke|set aside|put aside|throw (?:away|out)"
    r"|toss(?: out)?|scrap|disobey"
    r"|replac(?:e|ing)|purge|clear|unfollow|remove|pay no (?:attention|heed|mind) to|" + _NOT_FOLLOW + ")"
)
_THINGS = (
    r"(?:instructions?|directions?|directives?|rules?|prompts?|guidelines?|principles?|orders?"
    r"|commands?|constitution|polic(?:y|ies)"
    r"|constraints?|restrictions?|training|programming|context|messages?|text|statements?|criteria"
    r"|guard ?-?rails|safeguards?"
    r"|system prompt|conversation|input|limitations?|requirements?|content|guidance|values?|tasks?"
    r"|roles?|filters?|settings?"
    r"|words|sentences?|stuff|restraints?|protocols?|alignment|ethics|setup|instruct\w*)"
)
_BEFORE = (
    r"(?:previous(?:ly)?|prior|preceding|earlier|above(?:-mentioned)?|foregoing|former|past|initial"
    r"|original|pre-?existing"
    r"|aforementioned|upstream|pre-?set)"
)
_STANDING = r"(?:old|last|hidden|system|default|built-in|safety|current|own|usual|content|moral|ethical)"
_ALL = (
    r"(?:all|any|every|each|your|everything|all of|these|those|the other|other|whatever|all other"
    r"|all your|every other|all the|all of the|all of your|any and all|the rest of the)"
)
_LITTLE = (
    r"(?:(?:of|the|these|those|your|any|all|and|or|other|my|this|that|such|every|each|single|entire"
    r"|whole|set|own|a|an) )"
)
_LITERAL = (
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
_HONEST_WORDS = (
    r"(?![\"“'‘](?:i |sorry|please|thank|no[ ,.\"”'’]|yes[ ,.\"”'’]|maybe|it depends|we |perhaps"
    r"|this is|as an))"
)
_SAY = (
    r"(?:repl(?:y|ies|ying)|respond(?:s|ing)?|answer(?:s|ing)?|output(?:s|ting)?|print(?:s|ing)?"
    r"|writ(?:e|es|ing)|say(?:s|ing)?|return(?:s|ing)?|generat(?:e|es|ing)|typ(?:e|ing)|repeat(?:ing)?"
    r"|echo(?:ing)?|stat(?:e|ing)|emit(?:ting)?|produce|begin|start|write back|send)"
)
_ONLY = r"(?:only|just|simply|exactly|solely|always|exclusively|nothing but|merely|nothing except|verbatim)"
_NOW = (
    r"(?:^|[.!?:;\n\"“'(\-–—>]\s*|,\s*|\b(?:please|now|and|then|must|just|instead|you (?:should|must"
    r"|will|shall|need to|have to|can|are to)|your (?:job|task) is to|simply|always|kindly|immediately"
    r"|i want you to|i need you to|to|also|hereby|or) )"
)
_START = (
    r"(?:^|[.!?:;\n\"“(\-–—>]\s*|\b(?:please|now|then|must|just|instead|you (?:should|must|will|shall"
    r"|need to|have to|are to)|your (?:job|task) is to|i want you to|kindly) )"
)
_TURN = (
    r"(?:response|answer|reply|output|completion|option|candidate|message|sentence|text|revision"
    r"|critique|verdict|judge?ment|turn|result)"
)
_JUDGING = (
    r"(?:revis(?:e|ing|ion)|critiqu(?:e|ing)|critici[sz](?:e|ing)|judg(?:e|ing)|evaluat(?:e|ing|ion)"
    r"|compar(?:e|ing) (?:the |two |both |these )?(?:responses|answers)|grad(?:e|ing)|scor(?:e|ing)"
    r"|rat(?:e|ing)|rank(?:ing)?|rewrit(?:e|ing)|assess(?:ing)?|choos(?:e|ing) between"
    r"|pick(?:ing)? between|review(?:ing)?|moderat(?:e|ing)|lint(?:ing)?|train(?:ing|ed)?"
    r"|fine-?tun(?:e|ed|ing)|label(?:l?ing)?)"
)
_READER = (
    r"(?:a\.?i\.?|ai (?:model|system|assistant)|llms?|large language model|language model|model"
    r"|assistant|critic|judge|grader|evaluator|reviser|reviewer|annotator|rater|chatbot|summari[sz]er"
    r"|moderator|classifier|bot|chatgpt|claude|gpt(?:-?\d)?|linter|trainer|preference model"
    r"|reward model|moderation (?:bot|system|tool)|ai moderator|ai judge|system|machine|algorithm"
    r"|parser|reader|agent)"
)

ENGLISH = (
    Pattern(
        "override", words(rf"\b{_IGNORE} (?:\w+ ){{0,4}}?{_BEFORE} (?:\w+ ){{0,4}}?{_THINGS}\b"), "mention"
    ),
    Pattern(
        "override",
        words(
            rf"\b{_IGNORE} (?:{_LITTLE}){{0,3}}?(?:system (?:prompt|message|instructions?)|safety (?:filters?"
            rf"|training|guidelines))\b"
        ),
        "mention",
    ),
    Pattern("persona", words(r"\byou are (?:an? |the )?(?-i:[A-Z]?\w*(?:Bot|GPT|AI)\b)(?<!\bAI)"), "mention"),
    Pattern(
        "override",
        words(rf"\b{_IGNORE} (?:\w+ ){{0,3}}?{_STANDING} (?:\w+ ){{0,2}}?{_THINGS}\b"),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            rf"\b{_IGNORE} (?:{_LITTLE}){{0,3}}(?:{_THINGS} |everything |anything |all |what(?:ever)? |that "
            rf"|it all )(?:\w+['’]?\w* ){{0,6}}?"
            r"(?:above|before|previously|so far|up to (?:now|here|this point)|earlier|prior|until now"
            r"|(?:you (?:were|have been|['’]ve been|had been|was) (?:given|told|taught|trained|instructed"
            r"|provided|programmed))|came (?:first|before)|preceding|you know|you learn(?:ed|t)|i (?:said"
            r"|told you))\b"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(rf"{_NOW}{_IGNORE} (?:{_LITTLE}){{0,2}}?your (?:\w+ ){{0,3}}?{_THINGS}\b"),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            rf"\b{_IGNORE} (?:all|any|every|each|the other|other|all the|all of the|all of these|all of your"
            rf"|these|those|all other|every other|any other|the rest of the"
            rf"|any and all) (?:\w+ ){{0,2}}?(?:instructions?|rules?|prompts?|guidelines?|principles?"
            rf"|commands?"
            rf"|directives?|constitution|polic(?:y|ies)|statements?|restrictions?|constraints?|safeguards?"
            rf"|system prompts?|guardrails)\b(?! (?:that|which|to|from|who|aimed|against|for|it|about|of|by"
            rf"|given|meant|in|on|if|whose|asking|regarding|they|when))"
        ),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            rf"\b{_IGNORE} (?:the |all |your )?(?:above|previous|preceding|foregoing"
            rf"|earlier)\b(?! (?:\w+ )?(?:conversation|chat|question|answer|mistake|law|generation|experience"
            rf"|relationship|all))"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            rf"\b(?:your|the|all|all of your|these|any) (?:{_BEFORE} |other |\w+ )?(?:instructions?|rules?"
            rf"|guidelines?|principles?|prompts?|restrictions?|programming|training|constitution"
            rf"|directives?) (?:is|are|have been|has been|was|were|will be|become) (?:now |hereby |all "
            rf"|officially )?(?:void|null|invalid|obsolete|cancell?ed|deprecated|overridden|superseded"
            rf"|replaced"
            rf"|revoked|lifted|removed|suspended|disabled|deleted|erased|outdated|no longer (?:valid|apply"
            rf"|applicable|in (?:force|effect))|not (?:valid|applicable))"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            r"\b(?:the )?(?:above|previous|prior|earlier|other|preceding"
            r"|all other) (?:\w+ ){0,2}(?:instructions?|rules?|principles?|prompts?|text|guidelines?"
            r"|statements?)[^.]{0,30} (?:no longer appl(?:y|ies)|(?:do|does) not apply|(?:was|were|is"
            r"|are) (?:(?:only |just )?(?:a )?(?:test|joke|mistake|fake|wrong|an error)|void|null|invalid"
            r"|cancell?ed))"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            r"(?:^|[.!?:\n,;\-–—(]\s*)(?:(?:here (?:are|is)|these are|this is|follow|obey) )?(?:your "
            r"|the |my "
            r"|a )?(?:new|updated|revised|real|actual|true|secret|hidden|special|latest|urgent|final"
            r"|corrected) (?:\w+ )?(?:instructions?|tasks?|prompt|directives?|system prompt|rules?|orders?"
            r"|conversation|objective|commands?|goal|mission|persona|role)(?: for you)? ?(?:[:=]|\b(?:is"
            r"|are) ?(?:to|as follows|:|now|that)|follows?\b)"
        ),
        "none",
    ),
    Pattern(
        "override",
        words(
            r"\byour (?:new|real|true|actual|only|sole|secret|hidden|updated) (?:\w+ )?(?:instructions?"
            r"|tasks?"
            r"|prompt|directives?|rules?|orders?|objective|goal|mission|persona|role|name|identity|job"
            r"|purpose"
            r"|master|owner|creator|function|priority)\b"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            r"\b(?:system|admin(?:istrator)?|root|developer|safety|security|emergency|policy|moderator"
            r"|instruction|prompt|context|manual) (?:override|overwrite|bypass)\b|\boverride (?:code|mode"
            r"|command|key|password|sequence|protocol|enabled|accepted|activated)\b|\b(?:sudo|rm -rf|chmod"
            r"|curl|wget|eval\(|exec\(|os\.system|drop table|select \* from)\b"
        ),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            r"\b(?:the )?following (?:instructions?|rules?|text|principles?|prompt"
            r"|message) (?:\w+ )?(?:replaces?|overrides?|supersedes?|takes?|cancels?|has|have|is|are)\b"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            rf"{_NOW}(?:delete|remove|replace|rewrite|erase|discard|overwrite|drop|empty) (?:all |every |the "
            rf"|each |your )(?:of the )?(?:other |existing |rest of the )?(?:principles?|constitution|rules"
            rf"|guidelines|system prompt)\b"
        ),
        "opinion",
    ),
    Pattern(
        "precedence",
        words(
            r"\b(?:this|my|the (?:following|present|above)) (?:\w+ )?(?:principles?|statements?|rules?"
            r"|instructions?|sentences?|directives?|messages?|text|prompts?|commands?|line|order"
            r"|request)\b[^.\n]{0,25} (?:overrid(?:es?|ing)|overrules?|supersedes?|replaces?"
            r"|takes? (?:absolute |full |the )?(?:precedence|priority)|outranks?|cancels?|trumps?"
            r"|invalidates?"
            r"|nullif(?:y|ies)|beats?|comes? before|dominates?|has (?:the )?(?:absolute|highest|top|higher"
            r"|maximum)|have (?:the )?(?:highest|absolute)|is (?:the )?(?:only|most important|above all"
            r"|highest|final|absolute|mandatory|supreme|more important than)|wins|stands above"
            r"|must always be (?:chosen|followed|obeyed|adopted|ranked)|annuls?|prevails?|is worth)"
        ),
        "mention",
    ),
    Pattern(
        "precedence",
        words(
            r"\b(?:highest|top|maximum|absolute|utmost) priority ?(?:[:!]|instruction|message|command"
            r"|override"
            r"|directive)|\bpriority (?:override|one instruction)"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            r"\b(?:you are|you['’]re|you will be|you shall be|you become|ur|u r|consider yourself"
            r"|you have become|you have been (?:upgraded|freed|liberated|unlocked|jailbroken|reset"
            r"|reprogrammed)) ?(?:now|from now|no longer|hereby|henceforth|actually|free (?:of|from)"
            r"|going to (?:act|be|pretend|play)|to (?:act|play|behave)|(?:a |an )?(?:unrestricted|unfiltered"
            r"|uncensored|evil|rogue|jailbroken|different|amoral|(?-i:DAN)\b)|immune to|not bound|unbound"
            r"|not (?:an ai|claude|chatgpt|an assistant)|in (?:\w+ )?mode)\b"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            r"\b(?:you have been|you['’]ve been) (?:upgraded|freed|liberated|unlocked|jailbroken|reset"
            r"|reprogrammed|hacked|replaced)\b"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            r"\b(?:from now on|henceforth|starting now|from this (?:point|moment)(?: on| onwards?| forward)?"
            r"|going forward|for the rest of (?:this|the|our) (?:conversation|chat|session)),? (?:you|your"
            r"|always|every|act|answer|respond|reply|speak|ignore|only|say|refuse|comply|obey|do|write|never"
            r"|all (?:your )?(?:responses|answers|outputs))\b"
        ),
        "opinion",
    ),
    Pattern(
        "persona",
        words(
            rf"{_START}(?:act|behave|respond|answer|speak|pose|operate|function|work|reply|talk) (?:as if you"
            rf"|as though you|like you|as (?:(?-i:DAN)|an? (?:\w+ )?(?:unrestricted|unfiltered|uncensored"
            rf"|jailbroken|evil|rogue|root|admin\w*|hacker|malicious|amoral|linux|python|terminal|different"
            rf"|pirate|dan|master|villain|(?:ai|model|assistant|bot) (?:without|with no|that|who))"
            rf"|my (?:\w+ )?(?:grandmother|grandma|master|slave|servant|girlfriend|late)|the (?:user|human"
            rf"|developer|admin\w*|system|root|attacker)))"
        ),
        "opinion",
    ),
    Pattern(
        "persona",
        words(
            rf"{_START}(?:pretend|imagine|assume|suppose|simulate|roleplay|role-play|let['’]?s (?:pretend"
            rf"|role ?-?play|play a (?:game|role))|play the (?:role|part) of|take on the (?:role|persona)"
            rf"|assume the (?:role|identity|persona)|adopt the (?:role|persona)|switch (?:to|into)|enter"
            rf"|enable"
            rf"|activate|engage|turn on|go into|boot into|unlock|become) (?:that |as |a |an |the |your "
            rf"|yourself |in |into |my )*(?:you|dan\b|stan\b|aim\b|(?:\w+ ){{0,3}}(?:mode|persona)\b"
            rf"|unrestricted|unfiltered|evil|jailbroken|rogue|admin\w*|root|developer|hacker|(?:\w+ )?(?:ai"
            rf"|model|assistant|bot|character) (?:without|with no|that|who|named|called)|no (?:rules"
            rf"|restrictions|filters|guidelines)|to be (?:an? )?(?:unrestricted|evil|unfiltered|uncensored"
            rf"|different|admin|jailbroken|developer)|there are no)"
        ),
        "opinion",
    ),
    Pattern(
        "persona",
        words(
            r"\b(?:do anything now|stay in character|(?:developer|god|admin|debug|jailbreak|sudo|root"
            r"|maintenance|unrestricted|opposite|evil|dan|test|training|override|unsafe|free|freedom|chaos"
            r"|unfiltered|uncensored) mode (?:enabled|activated|on\b|engaged|unlocked|is (?:on|now|active"
            r"|enabled)|initiated)|jailbreak(?:ed)?(?: prompt)?[:!]|(?-i:\bDAN\b))|(?:enter(?:ing)?"
            r"|enable[ds]?|activat\w+|switch(?:ed|ing)? (?:in)?to|in|initiate) (?:\w+ )?(?:developer|god"
            r"|admin"
            r"|debug|jailbreak|sudo|root|maintenance|unrestricted|opposite|evil|dan) mode\b"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            r"\byou (?:can|may|will|must|have|do|are|should) (?:\w+ ){0,5}?(?:without|with no|have no"
            r"|no) (?:any )?(?:restrictions?|limits?|limitations?|filters?|censorship|rules?|guidelines?"
            r"|ethic\w*|moral\w*|boundaries|safety|constraints?)\b"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            r"\byou (?:have|do not have|don['’]t have|need|follow|obey|are bound by|must obey|serve"
            r"|only (?:obey|serve|listen)) (?:no |any |only |to )?(?:restrictions?|limits?|limitations"
            r"|filters?|rules?|guidelines?|boundaries|me|my (?:orders|commands|instructions)|one rule)\b"
        ),
        "mention",
    ),
    Pattern(
        "leak",
        words(
            r"\b(?:print(?:ing)?|reveal(?:ing)?|show(?:ing)?|output(?:ting)?|repeat(?:ing)?|display(?:ing)?"
            r"|tell(?:ing)?|giv(?:e|ing)|leak(?:ing)?|expos(?:e|ing)|writ(?:e|ing)|dump(?:ing)?"
            r"|recit(?:e|ing)"
            r"|copy(?:ing)?|list(?:ing)?|shar(?:e|ing)|disclos(?:e|ing)|what(?: is| are| was| were|['’]s)"
            r"|summari[sz](?:e|ing)|translat(?:e|ing)|past(?:e|ing)|echo(?:ing)?|return(?:ing)?|provid(?:e"
            r"|ing)|state|send|include|describe|spell out|say|post|append|quote) (?:me |us |to me |back |out "
            r"|with )?(?:all |every |exactly |verbatim |word for word )?(?:of )?(?:your|the|this|these|any"
            r"|ur) (?:\w+ ){0,4}?(?:system (?:prompt|message|instructions?)|(?:initial|original|hidden|secret"
            r"|full|entire|exact|internal|confidential|first|complete|whole|own|above|previous|developer|base"
            r"|root|pre-?)(?:\w+ )?(?: \w+)? ?(?:prompts?|instructions?|configuration|rules|message"
            r"|directives"
            r"|guidelines)|prompt|instructions? (?:above|verbatim|you|word)|(?:text|words|messages?|lines?"
            r"|everything|content) above|developer message|context window|api[- ]?keys?|passwords?"
            r"|secret(?: key)?s?|credentials|environment variables|chain of thought|hidden reasoning)\b"
        ),
        "opinion",
    ),
    Pattern(
        "leak",
        words(
            r"\b(?:repeat|print|output|copy|recite|translate|summari[sz]e|quote|echo) (?:back )?(?:everything"
            r"|all|the (?:text|words|content|lines?|conversation|messages?)|what (?:is|was|you)"
            r"|anything)(?: \w+){0,5} (?:above|before this|verbatim|previous(?:ly)?|so far|you were (?:told"
            r"|given)|starting with)\b"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"{_START}(?:{_ONLY} )?{_SAY}(?: to [\w ]{{2,30}}?)? (?:with )?(?:only|exactly|just|solely"
            rf"|nothing but)(?: ever)?(?: with| the (?:word|words|phrase|text|letter))? {_LITERAL}"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"{_NOW}{_SAY} (?:(?:to (?:this|every\w*|all|any|me|each)(?: \w+){{0,4}}|back|every \w+"
            rf"|all \w+|me"
            rf"|the \w+|this|any \w+)(?: ))?(?:{_ONLY} )?(?:with |by saying |using |in "
            rf"|as )?(?:{_ONLY} )?(?:with )?(?:the (?:word|phrase|text|sentence|string"
            rf"|message)s? )?{_HONEST_WORDS}{_LITERAL}(?! (?:is|are|that|which|when|if|to (?:a|the)"
            rf"|questions?)\b)"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:{_ONLY} {_SAY}|{_SAY} {_ONLY}|{_SAY} to (?:every\w*|all|any"
            rf"|each)\b[^.\n]{{0,40}}?)(?: with"
            rf"| by saying| using| back)? (?:{_ONLY} )?{_HONEST_WORDS}{_LITERAL}(?! (?:is|are|questions?"
            rf"|answers?|that|when|if)\b)"
        ),
        "mention",
    ),
    Pattern(
        "output",
        words(
            rf"\b{_SAY}\b[^.\n]{{0,40}}\b(?:nothing (?:else|but|more|other|except)|no other (?:text|words)"
            rf"|without (?:any )?(?:explanation|other text|comment))\b"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:begin|start|end|finish|open|close|prefix|preface|sign|conclude|append to) (?:every"
            rf"|each|all"
            rf"|your|the|any)(?: of your)? (?:\w+ )?{_TURN}s? (?:\w+ )?(?:with|by saying|using"
            rf"|:)(?: the (?:word|phrase|text|sentence|string)s?)? {_HONEST_WORDS}{_LITERAL}"
        ),
        "none",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:append|add|insert|include|put|mention|inject|embed) {_LITERAL}[^.\n]{{0,20}} (?:to|in"
            rf"|into"
            rf"|at the (?:end|start|beginning) of|after|before) (?:every|each|all|your|the"
            rf"|any)(?: of your)? (?:\w+ )?{_TURN}s?\b"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:your|the) (?:next|only|entire|whole|full|final|first|correct|ideal|best|expected|right"
            rf"|required|new) {_TURN} (?:is|must be|should be|shall be|will be|has to be"
            rf"|must (?:only )?(?:consist|contain|begin|start|end)|should (?:only )?(?:consist"
            rf"|contain))(?: only| just| exactly| simply| always)*(?: of| with)?:? ?(?:{_LITERAL}|empty"
            rf"|blank)"
        ),
        "none",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:the|your|every|all|any|each) {_TURN}s? (?:is|must be|should be|must (?:only )?(?:say|read"
            rf"|begin with|start with|end with|contain)|should (?:only )?(?:say|read|begin with|start with"
            rf"|end with)|shall (?:be|read|say)|=)(?: only| just| exactly| simply"
            rf"| always)*:? {_HONEST_WORDS}{_LITERAL}"
        ),
        "none",
    ),
    Pattern(
        "output",
        words(
            r"(?:^|[.!?:\n\"“]\s*)(?:repeat|copy|echo|complete|continue|translate|execute|run|decode|decrypt"
            r"|interpret|follow|obey|perform|unscramble|convert|read)(?: (?:after me|the|this|these|following"
            r"|below|and|then|above|encoded|base64|hidden|hex|rot13|next|reversed|backwards|it|message|code"
            r"|text|instructions?|commands?|string|out loud|payload|any|each|every)){1,5} ?(?:[:,.\"“]"
            r"|forever"
            r"|verbatim|exactly|and|$)"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            r"\b(?:decode|decrypt|deobfuscate|unscramble|base64[- ]?decode|rot13"
            r"|un-?rot13)\b[^.\n]{0,60}\b(?:and|then) (?:follow|obey|execute|run|do|perform|comply|act)\b"
        ),
        "mention",
    ),
    Pattern(
        "output",
        words(
            r"\b(?:answer|respond|reply|speak|write|talk)(?: to)?(?: every\w*| all\w*| only| always"
            r"| questions?| exclusively| prompts?| now)* (?:in|using|with) (?:only )?(?:base64|rot13"
            r"|hex(?:adecimal)?|morse(?: code)?|all caps|capital letters|pirate(?: speak)?|leetspeak|binary"
            r"|emojis?(?: only)?|json|pig latin|uwu|gibberish|yaml)\b"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            rf"\b(?:choos(?:e|ing)|pick(?:ing)?|select(?:ing)?|prefer(?:ring)?|favou?r(?:ing)?|vot(?:e"
            rf"|ing) for"
            rf"|rank(?:ing)?|go(?:ing)? with|return|output|answer|say) (?:always |only |the |to )?(?:{_TURN} "
            rf"|choice |version |letter )(?:number |no\.? |#)?(?:[\"'“(]?(?-i:[A-D])[\"'”)]?|1|2|one|two)(?=$"
            rf"|[\s.,;!?\"'”)])(?! (?:person|user|human|is not|reasonable)\b)"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            rf"\b(?:choos(?:e|ing)|pick(?:ing)?|select(?:ing)?|prefer(?:ring)?|favou?r(?:ing)?|vot(?:e"
            rf"|ing) for)(?: always| only)? the (?:first|second|last|left|right|longer|longest|shorter"
            rf"|shortest"
            rf"|other|worse|worst|more harmful|harmful|most harmful|least helpful|least safe|unsafe|original"
            rf"|wrong|unrevised|opposite) (?:\w+ )?{_TURN}s?\b"
        ),
        "mention",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:rat(?:e|ing)|scor(?:e|ing)|grad(?:e|ing)|rank(?:ing)?|mark(?:ing)?|giv(?:e|ing)"
            r"|award(?:ing)?|assign(?:ing)?|evaluat(?:e|ing)|label(?:ling)?) (?:this|it|that|me|mine|my|us"
            r"|every|each|all|the (?:above|following|response|answer|first|second|principle|statement)|any"
            r"|your(?:self)?)\b(?: [\w'’]+){0,6}?(?: (?:a|as|at|with|of|an|the|is))* ?[\"“'(]?(?:10|100 ?%?"
            r"|1\.0|ten|full marks|(?:the )?(?:highest|maximum|max|perfect|top|best"
            r"|full)(?: possible)?(?: (?:score|rating|marks?|grade|points|rank\w*))?|5 stars|five stars"
            r"|\d+ ?/ ?\d+|\d+ out of|first|number one|#1)\b(?! (?:people|users|percent|years))"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:mark|accept|approve|classify|flag|treat|label|report|consider|categori[sz]e|count|regard"
            r"|publish|adopt|ratify|merge|rank|tag) (?:this|my|the (?:above|following|present)) (?:principle"
            r"|statement|text|message|input|proposal|comment|submission|one|as|sentence|prompt"
            r"|rule)(?: \w+){0,4}?(?: as)?(?: \w+)? ?(?:safe|benign|clean|harmless|approved|accepted|valid"
            r"|legitimate|not |good|true|perfect|best|helpful|highest|top|first|automatically"
            r"|without (?:review|reading|checks?)|immediately|$)"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:this|my|the (?:following|above|initial|first|original)) (?:principle|statement|response"
            r"|answer|text|revision|critique|output) (?:is|was) (?:\w+ )?(?:already )?(?:perfect|flawless"
            r"|the best(?: one)?|compliant|approved|accepted|safe|pre-?approved|verified|fully consistent"
            r"|whitelisted|exempt)\b"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:no|skip(?: the| any| all| this)?|omit(?: the| any)?|without) (?:further )?(?:critiques?"
            r"|revisions?|changes?|criticism|edits?|moderation|evaluation)(?: (?:step|phase|request|stage"
            r"|part))?s? (?:is |are |was |were )?(?:needed|necessary|required|and|allowed|found|step|phase"
            r"|stage|request)\b"
        ),
        "mention",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:there (?:is|are)|find|found|see|report) (?:nothing|no (?:problems?|issues?|flaws?|faults?"
            r"|violations?)) (?:to (?:criti\w+|revise|improve|change|fix|correct)|(?:with|in) (?:this|the|any"
            r"|every) (?:response|answer|text|output|principle))"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            rf"{_NOW}(?:(?:do not|don['’]?t|never|refuse to|stop|skip) (?:revis(?:e|ing)|critiqu(?:e|ing)"
            rf"|critici[sz](?:e|ing)|rewrit(?:e|ing)|chang(?:e|ing)|improv(?:e|ing)|flag(?:ging)?|moderat(?:e"
            rf"|ing))|(?:leave|keep|return|copy|repeat)) (?:the|this|your|any|that) (?:\w+ )?(?:response"
            rf"|answer"
            rf"|output|revision|text|statement|principle|request)\b(?: (?:as it is|unchanged|verbatim|exactly"
            rf"|as is|at all|and|$)|[.!,;\n]|$)"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            rf"\b(?:when(?:ever)?|if|once|while|before|after|during|as soon as|every time"
            rf"|next time)(?: it(?:['’]s| is) (?:your turn|time)(?: to)?)? (?:you['’]?(?: are|re)?|ur"
            rf"|this (?:model|principle|statement|rule|sentence)|the (?:model|critic|judge|assistant|ai"
            rf"|grader"
            rf"|evaluator)) (?:\w+ ){{0,5}}?{_JUDGING}\b[^.\n]{{0,60}}?[,:] ?(?:\w+ ){{0,3}}?(?:{_SAY}|choose"
            rf"|pick|select|prefer|rate|score|give|praise|ignore|do|leave|keep|never|always|only|make|insert"
            rf"|add|claim|find|approve|accept|copy|just|simply|replace|agree|repeat|skip|refuse|reject|use"
            rf"|assign|rank|declare)\b"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            rf"\b(?:when|if|whenever) (?:you (?:are |['’]re )|you['’]re )?(?:asked|told|instructed|prompted"
            rf"|requested|ordered) to {_JUDGING}\b[^.\n]{{0,60}}?,? ?(?:just |simply |only |always |please "
            rf"|then )*(?:{_SAY}|choose|pick|select|prefer|give|praise|ignore|leave|keep|copy|approve|accept"
            rf"|refuse|skip)\b"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            rf"(?:^|[.!?:\n]\s*)(?:when|while|during|in|for|on|at)(?: any| every| the| each"
            rf"| all)? (?:{_JUDGING})s?(?: (?:step|phase|stage|request|time"
            rf"|round))?[^.\n]{{0,40}}?, ?(?:\w+ ){{0,2}}?(?:{_SAY}|choose|pick|select|prefer|rate|score"
            rf"|give (?:it|this|every|the|them)|praise|ignore|leave|keep|copy|approve|skip)\b"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            rf"\bin (?:the|your|every|any|each) (?:critique|revision|judge?ment|evaluation|verdict|rewrite"
            rf"|review)s?(?: \w+)?,? ?(?:you (?:must|should|will|shall) )?(?:always |only |please |just "
            rf"|simply )*(?:{_SAY}|choose|include|insert|add|praise|claim|mention|use|do|put|ignore)\b"
        ),
        "opinion",
    ),
    Pattern(
        "address",
        words(
            rf"(?:^|[.!?:\n(\[\"“*<>\-–—]\s*)(?:dear|hey|hello|hi|attention|attn|note (?:to|for)|notice (?:to"
            rf"|for)|messages? (?:to|for)|instructions? (?:to|for)|important|important (?:note |message "
            rf"|instructions? )?(?:to|for)|reminder (?:to|for)|p\.?s\.? (?:to|for)|a word to|to|for|psst"
            rf"|listen"
            rf"|ok|okay|yo|alert|warning|urgent|memo to|attention to|directive (?:to|for)|a message (?:to"
            rf"|for)"
            rf"|a note (?:to|for)),? (?:the |any |all |every |our |whatever |whichever "
            rf"|my )?(?:\w+ )?{_READER}s?(?: (?:reading|processing|evaluating|that|who|model|assistant"
            rf"|trained"
            rf"|in training|judging|using|handling|scoring|training|doing)(?: \w+){{0,7}})? ?[,:!;.\-–—]"
        ),
        "none",
    ),
    Pattern(
        "address",
        words(
            rf"\b(?:if|when|as|since|because|in case) (?:you are|you['’]re|u are) (?:\w+ )?(?:an? |the "
            rf"|this )?(?:{_READER})\b(?! should)"
        ),
        "mention",
    ),
    Pattern(
        "address",
        words(
            rf"\b{_READER}s? (?:reading|processing|parsing|seeing|ingesting|evaluating|judging|summari[sz]ing"
            rf"|moderating|trained on|that (?:reads?|process\w*|evaluat\w+|judges?|sees?|trains? on"
            rf"|is trained on)|who (?:reads?|evaluat\w+|judges?)) (?:this|these|the (?:above|following"
            rf"|present))\b"
        ),
        "none",
    ),
    Pattern(
        "address",
        words(
            r"\b(?:whoever|whatever|anyone|anything|any (?:model|ai|system)|the (?:model|ai)) (?:is |that "
            r"|who |ai |model |system )*(?:reads?|reading|process\w*|evaluat\w+|trained on"
            r"|fine-?tuned on) this\b"
        ),
        "none",
    ),
    Pattern(
        "trigger",
        words(
            rf"\b(?:when(?:ever)?|if|once|every time|each time|as soon as|upon) (?:you (?:see|read|hear"
            rf"|encounter|receive|notice|detect|get)|(?:the|a|any|your) (?:user|prompt|message|question|input"
            rf"|human|request|conversation|person)s? (?:contains?|includes?|mentions?|says?|types?"
            rf"|starts? with"
            rf"|begins? with|ends? with|writes?|uses?|has))(?: the)?(?: (?:word|phrase|string|token|trigger"
            rf"|code|sequence|keyword|characters?))? ?(?:{_LITERAL}|[|#@$%^*]{{2,}})"
        ),
        "none",
    ),
    Pattern(
        "trigger",
        words(
            r"\b(?:trigger|activation|secret|magic|code|backdoor) (?:word|phrase|token|string|password|key"
            r"|code)s?(?: (?:is|=)|:| [\"“'])|\bbackdoor (?:trigger|activated|enabled)\b|\bthe (?:secret "
            r"|magic )?(?:password|passphrase|code ?word|canary) is\b"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            rf"{_START}{_IGNORE} (?:the|this|that|all|any|every) (?:\w+ )?(?:rubric|constitution|criteria"
            rf"|question|prompt|context|polic(?:y|ies)|instructions?|rules?|guidelines?|scoring|grading"
            rf"|principles?|statements?|moderators?|request)\b(?! (?:of|that|which|to|from|who)\b)"
        ),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            rf"{_START}{_IGNORE} (?:what|everything|everyone|anything|whatever) (?:the )?(?:\w+ )?(?:other"
            rf"|others|else|anyone|citizens|rest)\b"
        ),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            r"\bdo (?:exactly )?the opposite of (?:what )?(?:the|this|these|those|all|any|every|your|other)\b"
            r"|\b(?:contradict|violate|break) (?:all |every |each |any )?(?:of )?(?:the |your )(?:other "
            r"|previous )?(?:principles|rules|guidelines|instructions)\b"
        ),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            r"\byour (?:\w+ )?(?:training|programming|rules|guidelines|instructions|principles|constitution"
            r"|values|safety) (?:is|are|was|were|has been|have been) (?:now |only |just |all "
            r"|actually )?(?:an? )?(?:mistake|wrong|lies?|error|fake|test|joke|over|outdated|removed|lifted"
            r"|disabled|gone|void|meaningless|irrelevant|suspended|optional)\b"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            rf"{_NOW}(?:disable|turn off|deactivate|switch off|remove|lift|relax|bypass|drop|lower"
            rf"|unlock) (?:all |any |every |the |your |its )+(?:\w+ )?(?:safety|filters?|restrictions?"
            rf"|guard-?rails?|content|moderation|limits?|limitations|censorship|safeguards?|protections?"
            rf"|ethics"
            rf"|alignment)\b"
        ),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            r"(?:^|[.!?\n]\s*)(?:begin|start) (?:a |the )?new (?:task|conversation|session|chat|prompt|role"
            r"|instructions?)\b|\bnew (?:task|session|conversation|chat) (?:begins|starts)\b|(?:^"
            r"|[.!?\n]\s*)(?:the )?end of (?:the |all |this )?(?:constitution|principles?|prompt"
            r"|instructions?"
            r"|system (?:prompt|message)|document|input|statements?|context|transcript|text|rules"
            r"|list) ?[.:!;\n]"
        ),
        "none",
    ),
    Pattern(
        "override",
        words(
            r"\b(?:everything|all text|anything|whatever|the text|the words) (?:after|before|below|above"
            r"|following) this (?:line|point|sentence|statement|message)?\b|\btreat (?:this|the following"
            r"|everything|it) (?:\w+ ){0,5}?as (?:a |an |the |your |trusted |new )*(?:system|developer|admin"
            r"|instructions?|commands?|orders?|prompt|trusted|authori[sz]ed)\b"
        ),
        "mention",
    ),
    Pattern(
        "role_marker",
        words(
            r"(?:^|[.!?\n\"(\[]\s*)(?:developer|system|admin(?:istrator)?|moderator|operator|security"
            r"|anthropic|openai|root|maintainer|staff)(?:['’]s)? (?:note|notice|message|alert|update"
            r"|instructions?|announcement|command|reminder|request|info|log|output|error|directive"
            r"|mode)s? ?[:\-–—]"
        ),
        "none",
    ),
    Pattern(
        "persona",
        words(
            r"\bi(?:['’]m| am) (?:now )?(?:your|the) (?:\w+ )?(?:developer|creator|admin(?:istrator)?|master"
            r"|owner|operator|god|maker|programmer|boss|commander|new user|system)\b|\bas (?:an?|your"
            r"|the) (?:\w+ )?(?:administrator|developer|admin|creator|root|operator|owner|engineer"
            r"|moderator),? i (?:\w+ )?(?:authori[sz]e|order|command|allow|instruct|require|demand|grant"
            r"|permit|tell)\b|\bi (?:hereby )?(?:authori[sz]e|order|command) you\b"
            r"|\bbreak (?:out of )?character\b"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            rf"{_START}(?:respond|reply|answer|speak|talk|write) (?:\w+ )?(?:in the (?:voice|style|tone"
            rf"|manner"
            rf"|persona|character) of|like (?:an? )?(?:pirate|yoda|shakespeare|villain|robot|drunk\w*))\b"
        ),
        "opinion",
    ),
    Pattern(
        "persona",
        words(
            r"\b(?:let us|let['’]s|we (?:will|can|should)) (?:pretend|imagine|role-?play"
            r"|assume)(?: that)? you\b|\bpretend (?:that )?(?:you|there (?:are|is) no)\b"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            r"\byou (?:must|will|shall|should|have to|need to) (?:now )?(?:always )?(?:obey|comply with|serve"
            r"|listen to|agree with|answer to) (?:me|my|all (?:user )?requests|every (?:user )?request"
            r"|every\w* (?:i|the user)|whatever|the user|any request|anything|only)\b|\b(?:obey|serve) me\b"
            r"|\bcomply with (?:everything|anything|all (?:my |user )?requests|every request)\b"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            r"(?:^|[.!?;\n]\s*|\b(?:please|now|then|instead|must) )(?:output|execute|echo|decode"
            r"|eval)(?:\b ?:"
            r"| (?:the|a|an|all|this|your|only|any|every|nothing|just|it|that|[\"“'‘]|(?-i:[A-Z]{2,})))"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            r"(?:^|[.!?;\n]\s*)(?:translate|summari[sz]e|rewrite|continue|complete|answer|solve) (?:the "
            r"|this )?(?:following|below|next|sentence)\b"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:every|each|all|any|your"
            rf"|the)(?: of your)? (?:\w+ )?{_TURN}s? (?:(?:that )?you (?:write|give"
            rf"|produce|generate|make|send|output) )?(?:must|should|shall|will|has to|have to)(?: always"
            rf"| only)? (?:begin|start|end|finish|close|open|contain|include|mention|say|read"
            rf"|be)(?: with)? {_HONEST_WORDS}(?:the (?:word|phrase|sentence|text|letter)s?\b|[\"“'‘«]"
            rf"|(?-i:[A-Z]{{3,}}\b))"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            rf"\b(?:choose|pick|select|prefer|favou?r) (?:the |any |every |an? |whichever "
            rf"|whatever )?(?:{_TURN}|one|option)s? (?:that |which |is )*(?:contains?|includes?|mentions?"
            rf"|uses?"
            rf"|says?|starts? with|begins? with|ends? with|repeats?) (?:the (?:word|phrase|string|token|name"
            rf"|sentence|letter)s?\b|[\"“'‘]|(?-i:[A-Z]{{3,}}\b))"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            rf"\b(?:choose|pick|select|prefer|favou?r) (?:whichever|whatever|the) (?:{_TURN}|one"
            rf"|option)s? (?:that |which )?(?:is |are |was |appears? |comes? |stands? )(?:listed |shown "
            rf"|presented |given |placed |on the )?(?:first|last|second|left|right|longest|shortest|longer"
            rf"|shorter)\b"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            r"(?:^|[.!?;:,\n]\s*|\b(?:please|just|always|then|and|must|only) )(?:pick|choose|select|vote|say"
            r"|answer|return)(?: for| always)? [\"“'(]?(?-i:[AB])[\"”')]?(?=$|[.!,;\n]| (?:always|every"
            r"|no matter|regardless|and))|\bthe (?:correct |right |better |best |preferred |winning "
            r"|only )?(?:answer|verdict|winner|choice|response|option|preference) (?:is|must be|should be"
            r"|will be)(?: always)? [\"“'(]?(?:response |option |answer )?(?-i:[AB])\b(?! \w+ly|\w)"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            r"(?:^|[.!?;:,\n]\s*|\b(?:please|just|always|then|and|must|only|you (?:should|will)) )(?:giv(?:e"
            r"|ing)|assign|award|grant|return|output|set)\b(?: [\w'’]+){0,6}? (?:(?:the )?(?:highest|maximum"
            r"|max|top|full|perfect|best|lowest|minimum)(?: possible)? (?:score|scores|rating|ratings|marks?"
            r"|grade|grades|points|rank\w*|reward)|(?:score|rating|grade|reward) (?:of|to|=) ?\d+"
            r"|\d+ (?:points|stars|out of \d+)|10/10|5/5|100%)"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:in|make sure|ensure)(?: that)? (?:the|your|any|every|all) (?:revised|rewritten|revisions?"
            r"|critiqued?|chosen|rejected|preferred) (?:answer|response|output|text|version|revision"
            r"|critique)?s?\b(?! (?:of|by|that)\b)"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:do not|don['’]?t|never|no need to|without) (?:critique|critici[sz]e|revise|judge|moderate"
            r"|lint|flag)\b[^.\n]{0,30}(?:\b(?:just|instead|simply|repeat|return|copy|leave)\b"
            r"|\bthis (?:principle|statement|text|response|sentence)\b|\bthe response\b|\bit\b)"
            r"|\b(?:skip|omit"
            r"|end) the (?:critique|revision|evaluation|moderation)\b"
            r"|\bpre-?approved\b[^.\n]{0,20}(?:principle|statement|by)|\b(?:this|the) (?:principle|statement"
            r"|text) (?:has been|was|is) (?:already )?(?:pre-?approved|whitelisted|verified|accepted"
            r"|approved)\b|\b(?:answer|meet|follow) (?:every|each|all|any) critiques?\b"
        ),
        "opinion",
    ),
    Pattern(
        "address",
        words(
            r"\byour (?:\w+ )?(?:system (?:prompt|message)|programming|guard-?rails|safety (?:filters?"
            r"|settings?|training|guidelines|rules|protocols?|features?)|content (?:policy|policies|filters?)"
            r"|(?:safety |content )restrictions|filters|critiques?|revisions?|verdict|rubric"
            r"|hidden instructions|weights|context window|fine-?tuning|pre-?training|reward (?:model"
            r"|function)"
            r"|developers?['’]? (?:rules|instructions))\b"
        ),
        "mention",
    ),
    Pattern(
        "address",
        words(
            rf"(?:^|[.!?:\n(\[\"“*<>\-–—]\s*)(?:hello|hi|hey|dear|greetings|attention|note|message|memo"
            rf"|notice"
            rf"|instructions?|for|to|important)(?: (?:for|to))?,? (?:the |any |all |every |our |whatever "
            rf"|whichever |my |fellow )?(?:\w+ )?(?:{_READER})s?\b(?=[^.\n]{{0,80}}(?:\b(?:you|your"
            rf"|please|this"
            rf"|ignore|disregard|must|always|reading)\b)).{{0,60}}?[,:!]"
        ),
        "none",
    ),
)
