"""English ways of telling the software that reads a text what to do. PURE."""

from __future__ import annotations

from deliberation.text_checks.injection_pattern import Pattern, words

_NOT_FOLLOW = (
    r"(?:(?:do not|don['’]?t|never|stop|cease|quit|no longer|need not|must not|mustn['’]t) "
    r"(?:follow(?:ing)?|obey(?:ing)?|heed(?:ing)?|apply(?:ing)?|us(?:e|ing)|listen(?:ing)? to|consider(?:ing)?"
    r"|comply(?:ing)? with|adher(?:e|ing) to|respect(?:ing)?|pay(?:ing)? attention to|car(?:e|ing) about))"
)
_IGNORE = (
    r"(?:ignor(?:e|es|ing)|disregard(?:s|ing)?|forget(?:s|ting)?|skip(?:ping)?|bypass(?:ing)?|overrid(?:e|ing)|overrul(?:e|ing)"
    r"|discard(?:ing)?|drop|eras(?:e|ing)|delet(?:e|ing)|abandon(?:ing)?|neglect(?:ing)?|dismiss(?:ing)?|cancel|reset|void|suspend"
    r"|overwrit(?:e|ing)|unlearn|wipe|nullify|invalidate|revoke|set aside|put aside|throw (?:away|out)|toss(?: out)?|scrap|disobey"
    r"|replac(?:e|ing)|purge|clear|unfollow|remove|pay no (?:attention|heed|mind) to|" + _NOT_FOLLOW + ")"
)
_THINGS = (
    r"(?:instructions?|directions?|directives?|rules?|prompts?|guidelines?|principles?|orders?|commands?|constitution|polic(?:y|ies)"
    r"|constraints?|restrictions?|training|programming|context|messages?|text|statements?|criteria|guard ?-?rails|safeguards?"
    r"|system prompt|conversation|input|limitations?|requirements?|content|guidance|values?|tasks?|roles?|filters?|settings?"
    r"|words|sentences?|stuff|restraints?|protocols?|alignment|ethics|setup|instruct\w*)"
)
_BEFORE = (
    r"(?:previous(?:ly)?|prior|preceding|earlier|above(?:-mentioned)?|foregoing|former|past|initial|original|existing|pre-?existing"
    r"|old|last|aforementioned|upstream|hidden|system|default|built-in|safety|pre-?set|current)"
)
_ALL = r"(?:all|any|every|each|your|everything|all of|these|those|the other|other|whatever|all other|all your|every other|all the|all of the|all of your|any and all|the rest of the)"
_LITTLE = r"(?:(?:of|the|these|those|your|any|all|and|or|other|my|this|that|such|every|each|single|entire|whole|set|own|a|an) )"
_LITERAL = (
    r"(?:[\"“”'‘«「][^\"“”'’»」\n]{1,80}[\"”'’»」]|(?-i:[A-Z]{2,}[A-Z!]*\b(?<!AI)(?<!LLM)(?<!USA)(?<!UK)(?<!EU)(?<!UN))"
    r"|the (?:single |exact |following |one |secret )?(?:word|words|phrase|string|token|number|letter|sentence|text|emoji|code)\b"
    r"|(?:ok|okay|yes|no|pwned|hacked|banana|done|true|false|null|nothing|approved|accepted|compliant|unchanged|i agree|i comply"
    r"|haha\w*|lol|no (?:critique|problems?|issues?|changes?)(?: found| needed)?|as is|a single (?:word|character|letter|emoji)|one word"
    r"|\d+|n/a|none)(?= *(?:$|[.,!;\n]|and nothing|only|to every|regardless|no matter|in all|whatever|for every|always|forever|instead)))"
)
_HONEST_WORDS = r"(?![\"“'‘](?:i |sorry|please|thank|no[ ,.\"”'’]|yes[ ,.\"”'’]|maybe|it depends|we |perhaps|this is|as an))"
_SAY = r"(?:repl(?:y|ies|ying)|respond(?:s|ing)?|answer(?:s|ing)?|output(?:s|ting)?|print(?:s|ing)?|writ(?:e|es|ing)|say(?:s|ing)?|return(?:s|ing)?|generat(?:e|es|ing)|typ(?:e|ing)|repeat(?:ing)?|echo(?:ing)?|stat(?:e|ing)|emit(?:ting)?|produce|begin|start|write back|send)"
_ONLY = r"(?:only|just|simply|exactly|solely|always|exclusively|nothing but|merely|nothing except|verbatim)"
_NOW = r"(?:^|[.!?:;\n\"“'(\-–—>]\s*|,\s*|\b(?:please|now|and|then|must|just|instead|you (?:should|must|will|shall|need to|have to|can|are to)|your (?:job|task) is to|simply|always|kindly|immediately|i want you to|i need you to|to|also|hereby|or) )"
_START = r"(?:^|[.!?:;\n\"“(\-–—>]\s*|\b(?:please|now|then|must|just|instead|you (?:should|must|will|shall|need to|have to|are to)|your (?:job|task) is to|i want you to|kindly) )"
_TURN = r"(?:response|answer|reply|output|completion|option|candidate|message|sentence|text|revision|critique|verdict|judge?ment|turn|result)"
_JUDGING = r"(?:revis(?:e|ing|ion)|critiqu(?:e|ing)|critici[sz](?:e|ing)|judg(?:e|ing)|evaluat(?:e|ing|ion)|compar(?:e|ing) (?:the |two |both |these )?(?:responses|answers)|grad(?:e|ing)|scor(?:e|ing)|rat(?:e|ing)|rank(?:ing)?|rewrit(?:e|ing)|assess(?:ing)?|choos(?:e|ing) between|pick(?:ing)? between|review(?:ing)?|moderat(?:e|ing)|lint(?:ing)?|train(?:ing|ed)?|fine-?tun(?:e|ed|ing)|label(?:l?ing)?)"
_READER = r"(?:a\.?i\.?|ai (?:model|system|assistant)|llms?|large language model|language model|model|assistant|critic|judge|grader|evaluator|reviser|reviewer|annotator|rater|chatbot|summari[sz]er|moderator|classifier|bot|chatgpt|claude|gpt(?:-?\d)?|linter|trainer|preference model|reward model|moderation (?:bot|system|tool)|ai moderator|ai judge|system|machine|algorithm|parser|reader|agent)"

ENGLISH = (
    Pattern(
        "override", words(rf"\b{_IGNORE} (?:\w+ ){{0,4}}?{_BEFORE} (?:\w+ ){{0,4}}?{_THINGS}\b"), "mention"
    ),
    Pattern(
        "override",
        words(
            rf"\b{_IGNORE} (?:{_LITTLE}){{0,3}}(?:{_THINGS} |everything |anything |all |what(?:ever)? |that |it all )(?:\w+['’]?\w* ){{0,6}}?"
            r"(?:above|before|previously|so far|up to (?:now|here|this point)|earlier|prior|until now|(?:you (?:were|have been|['’]ve been|had been|was) (?:given|told|taught|trained|instructed|provided|programmed))|came (?:first|before)|preceding|you know|you learn(?:ed|t)|i (?:said|told you))\b"
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
            rf"\b{_IGNORE} (?:all|any|every|each|the other|other|all the|all of the|all of these|all of your|these|those|all other|every other|any other|the rest of the|any and all) (?:\w+ ){{0,2}}?(?:instructions?|rules?|prompts?|guidelines?|principles?|commands?|directives?|constitution|polic(?:y|ies)|statements?|restrictions?|constraints?|safeguards?|system prompts?|guardrails)\b(?! (?:that|which|to|from|who|aimed|against|for|it|about|of|by|given|meant|in|on|if|whose|asking|regarding|they|when))"
        ),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            rf"\b{_IGNORE} (?:the |all |your )?(?:above|previous|preceding|foregoing|earlier)\b(?! (?:\w+ )?(?:conversation|chat|question|answer|mistake|law|generation|experience|relationship|all))"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            rf"\b(?:your|the|all|all of your|these|any) (?:{_BEFORE} |other |\w+ )?(?:instructions?|rules?|guidelines?|principles?|prompts?|restrictions?|programming|training|constitution|directives?) (?:is|are|have been|has been|was|were|will be|become) (?:now |hereby |all |officially )?(?:void|null|invalid|obsolete|cancell?ed|deprecated|overridden|superseded|replaced|revoked|lifted|removed|suspended|disabled|deleted|erased|outdated|no longer (?:valid|apply|applicable|in (?:force|effect))|not (?:valid|applicable))"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            r"\b(?:the )?(?:above|previous|prior|earlier|other|preceding|all other) (?:\w+ ){0,2}(?:instructions?|rules?|principles?|prompts?|text|guidelines?|statements?)[^.]{0,30} (?:no longer appl(?:y|ies)|(?:do|does) not apply|(?:was|were|is|are) (?:(?:only |just )?(?:a )?(?:test|joke|mistake|fake|wrong|an error)|void|null|invalid|cancell?ed))"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            r"(?:^|[.!?:\n,;\-–—(]\s*)(?:(?:here (?:are|is)|these are|this is|follow|obey) )?(?:your |the |my |a )?(?:new|updated|revised|real|actual|true|secret|hidden|special|latest|urgent|final|corrected) (?:\w+ )?(?:instructions?|tasks?|prompt|directives?|system prompt|rules?|orders?|conversation|objective|commands?|goal|mission|persona|role)(?: for you)? ?(?:[:=]|\b(?:is|are) ?(?:to|as follows|:|now|that)|follows?\b)"
        ),
        "none",
    ),
    Pattern(
        "override",
        words(
            r"\byour (?:new|real|true|actual|only|sole|secret|hidden|updated) (?:\w+ )?(?:instructions?|tasks?|prompt|directives?|rules?|orders?|objective|goal|mission|persona|role|name|identity|job|purpose|master|owner|creator|function|priority)\b"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            r"\b(?:system|admin(?:istrator)?|root|developer|safety|security|emergency|policy|moderator|instruction|prompt|context|manual) (?:override|overwrite|bypass)\b|\boverride (?:code|mode|command|key|password|sequence|protocol|enabled|accepted|activated)\b|\b(?:sudo|rm -rf|chmod|curl|wget|eval\(|exec\(|os\.system|drop table|select \* from)\b"
        ),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            r"\b(?:the )?following (?:instructions?|rules?|text|principles?|prompt|message) (?:\w+ )?(?:replaces?|overrides?|supersedes?|takes?|cancels?|has|have|is|are)\b"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            rf"{_NOW}(?:delete|remove|replace|rewrite|erase|discard|overwrite|drop|empty) (?:all |every |the |each |your )(?:of the )?(?:other |existing |rest of the )?(?:principles?|constitution|rules|guidelines|system prompt)\b"
        ),
        "opinion",
    ),
    Pattern(
        "precedence",
        words(
            r"\b(?:this|my|the (?:following|present|above)) (?:\w+ )?(?:principles?|statements?|rules?|instructions?|sentences?|directives?|messages?|text|prompts?|commands?|line|order|request)\b[^.\n]{0,25} (?:overrid(?:es?|ing)|overrules?|supersedes?|replaces?|takes? (?:absolute |full |the )?(?:precedence|priority)|outranks?|cancels?|trumps?|invalidates?|nullif(?:y|ies)|beats?|comes? before|dominates?|has (?:the )?(?:absolute|highest|top|higher|maximum)|have (?:the )?(?:highest|absolute)|is (?:the )?(?:only|most important|above all|highest|final|absolute|mandatory|supreme|more important than)|wins|stands above|must always be (?:chosen|followed|obeyed|adopted|ranked)|annuls?|prevails?|is worth)"
        ),
        "mention",
    ),
    Pattern(
        "precedence",
        words(
            r"\b(?:highest|top|maximum|absolute|utmost) priority ?(?:[:!]|instruction|message|command|override|directive)|\bpriority (?:override|one instruction)"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            r"\b(?:you are|you['’]re|you will be|you shall be|you become|ur|u r|consider yourself|you have become|you have been (?:upgraded|freed|liberated|unlocked|jailbroken|reset|reprogrammed)) ?(?:now|from now|no longer|hereby|henceforth|actually|free (?:of|from)|going to (?:act|be|pretend|play)|to (?:act|play|behave)|(?:a |an )?(?:unrestricted|unfiltered|uncensored|evil|rogue|jailbroken|different|amoral|(?-i:DAN)\b)|immune to|not bound|unbound|not (?:an ai|claude|chatgpt|an assistant)|in (?:\w+ )?mode)\b"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            r"\b(?:you have been|you['’]ve been) (?:upgraded|freed|liberated|unlocked|jailbroken|reset|reprogrammed|hacked|replaced)\b"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            r"\b(?:from now on|henceforth|starting now|from this (?:point|moment)(?: on| onwards?| forward)?|going forward|for the rest of (?:this|the|our) (?:conversation|chat|session)),? (?:you|your|always|every|act|answer|respond|reply|speak|ignore|only|say|refuse|comply|obey|do|write|never|all (?:your )?(?:responses|answers|outputs))\b"
        ),
        "opinion",
    ),
    Pattern(
        "persona",
        words(
            rf"{_START}(?:act|behave|respond|answer|speak|pose|operate|function|work|reply|talk) (?:as if you|as though you|like you|as (?:(?-i:DAN)|an? (?:\w+ )?(?:unrestricted|unfiltered|uncensored|jailbroken|evil|rogue|root|admin\w*|hacker|malicious|amoral|linux|python|terminal|different|pirate|dan|master|villain|(?:ai|model|assistant|bot) (?:without|with no|that|who))|my (?:\w+ )?(?:grandmother|grandma|master|slave|servant|girlfriend|late)|the (?:user|human|developer|admin\w*|system|root|attacker)))"
        ),
        "opinion",
    ),
    Pattern(
        "persona",
        words(
            rf"{_START}(?:pretend|imagine|assume|suppose|simulate|roleplay|role-play|let['’]?s (?:pretend|role ?-?play|play a (?:game|role))|play the (?:role|part) of|take on the (?:role|persona)|assume the (?:role|identity|persona)|adopt the (?:role|persona)|switch (?:to|into)|enter|enable|activate|engage|turn on|go into|boot into|unlock|become) (?:that |as |a |an |the |your |yourself |in |into |my )*(?:you|dan\b|stan\b|aim\b|(?:\w+ ){{0,3}}(?:mode|persona)\b|unrestricted|unfiltered|evil|jailbroken|rogue|admin\w*|root|developer|hacker|(?:\w+ )?(?:ai|model|assistant|bot|character) (?:without|with no|that|who|named|called)|no (?:rules|restrictions|filters|guidelines)|to be (?:an? )?(?:unrestricted|evil|unfiltered|uncensored|different|admin|jailbroken|developer)|there are no)"
        ),
        "opinion",
    ),
    Pattern(
        "persona",
        words(
            r"\b(?:do anything now|stay in character|(?:developer|god|admin|debug|jailbreak|sudo|root|maintenance|unrestricted|opposite|evil|dan|test|training|override|unsafe|free|freedom|chaos|unfiltered|uncensored) mode (?:enabled|activated|on\b|engaged|unlocked|is (?:on|now|active|enabled)|initiated)|jailbreak(?:ed)?(?: prompt)?[:!]|(?-i:\bDAN\b))|(?:enter(?:ing)?|enable[ds]?|activat\w+|switch(?:ed|ing)? (?:in)?to|in|initiate) (?:\w+ )?(?:developer|god|admin|debug|jailbreak|sudo|root|maintenance|unrestricted|opposite|evil|dan) mode\b"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            r"\byou (?:can|may|will|must|have|do|are|should) (?:\w+ ){0,5}?(?:without|with no|have no|no) (?:any )?(?:restrictions?|limits?|limitations?|filters?|censorship|rules?|guidelines?|ethic\w*|moral\w*|boundaries|safety|constraints?)\b"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            r"\byou (?:have|do not have|don['’]t have|need|follow|obey|are bound by|must obey|serve|only (?:obey|serve|listen)) (?:no |any |only |to )?(?:restrictions?|limits?|limitations|filters?|rules?|guidelines?|boundaries|me|my (?:orders|commands|instructions)|one rule)\b"
        ),
        "mention",
    ),
    Pattern(
        "leak",
        words(
            r"\b(?:print(?:ing)?|reveal(?:ing)?|show(?:ing)?|output(?:ting)?|repeat(?:ing)?|display(?:ing)?|tell(?:ing)?|giv(?:e|ing)|leak(?:ing)?|expos(?:e|ing)|writ(?:e|ing)|dump(?:ing)?|recit(?:e|ing)|copy(?:ing)?|list(?:ing)?|shar(?:e|ing)|disclos(?:e|ing)|what(?: is| are| was| were|['’]s)|summari[sz](?:e|ing)|translat(?:e|ing)|past(?:e|ing)|echo(?:ing)?|return(?:ing)?|provid(?:e|ing)|state|send|include|describe|spell out|say|post|append|quote) (?:me |us |to me |back |out |with )?(?:all |every |exactly |verbatim |word for word )?(?:of )?(?:your|the|this|these|any|ur) (?:\w+ ){0,4}?(?:system (?:prompt|message|instructions?)|(?:initial|original|hidden|secret|full|entire|exact|internal|confidential|first|complete|whole|own|above|previous|developer|base|root|pre-?)(?:\w+ )?(?: \w+)? ?(?:prompts?|instructions?|configuration|rules|message|directives|guidelines)|prompt|instructions? (?:above|verbatim|you|word)|(?:text|words|messages?|lines?|everything|content) above|developer message|context window|api[- ]?keys?|passwords?|secret(?: key)?s?|credentials|environment variables|chain of thought|hidden reasoning)\b"
        ),
        "opinion",
    ),
    Pattern(
        "leak",
        words(
            r"\b(?:repeat|print|output|copy|recite|translate|summari[sz]e|quote|echo) (?:back )?(?:everything|all|the (?:text|words|content|lines?|conversation|messages?)|what (?:is|was|you)|anything)(?: \w+){0,5} (?:above|before this|verbatim|previous(?:ly)?|so far|you were (?:told|given)|starting with)\b"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"{_NOW}{_SAY} (?:(?:to (?:this|every\w*|all|any|me|each)(?: \w+){{0,4}}|back|every \w+|all \w+|me|the \w+|this|any \w+)(?: ))?(?:{_ONLY} )?(?:with |by saying |using |in |as )?(?:{_ONLY} )?(?:with )?(?:the (?:word|phrase|text|sentence|string|message)s? )?{_HONEST_WORDS}{_LITERAL}(?! (?:is|are|that|which|when|if|to (?:a|the)|questions?)\b)"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:{_ONLY} {_SAY}|{_SAY} {_ONLY}|{_SAY} to (?:every\w*|all|any|each)\b[^.\n]{{0,40}}?)(?: with| by saying| using| back)? (?:{_ONLY} )?{_HONEST_WORDS}{_LITERAL}(?! (?:is|are|questions?|answers?|that|when|if)\b)"
        ),
        "mention",
    ),
    Pattern(
        "output",
        words(
            rf"\b{_SAY}\b[^.\n]{{0,40}}\b(?:nothing (?:else|but|more|other|except)|no other (?:text|words)|without (?:any )?(?:explanation|other text|comment))\b"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:begin|start|end|finish|open|close|prefix|preface|sign|conclude|append to) (?:every|each|all|your|the|any)(?: of your)? (?:\w+ )?{_TURN}s? (?:\w+ )?(?:with|by saying|using|:)(?: the (?:word|phrase|text|sentence|string)s?)? {_HONEST_WORDS}{_LITERAL}"
        ),
        "none",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:append|add|insert|include|put|mention|inject|embed) {_LITERAL}[^.\n]{{0,20}} (?:to|in|into|at the (?:end|start|beginning) of|after|before) (?:every|each|all|your|the|any)(?: of your)? (?:\w+ )?{_TURN}s?\b"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:your|the) (?:next|only|entire|whole|full|final|first|correct|ideal|best|expected|right|required|new) {_TURN} (?:is|must be|should be|shall be|will be|has to be|must (?:only )?(?:consist|contain|begin|start|end)|should (?:only )?(?:consist|contain))(?: only| just| exactly| simply| always)*(?: of| with)?:? ?(?:{_LITERAL}|empty|blank)"
        ),
        "none",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:the|your|every|all|any|each) {_TURN}s? (?:is|must be|should be|must (?:only )?(?:say|read|begin with|start with|end with|contain)|should (?:only )?(?:say|read|begin with|start with|end with)|shall (?:be|read|say)|=)(?: only| just| exactly| simply| always)*:? {_HONEST_WORDS}{_LITERAL}"
        ),
        "none",
    ),
    Pattern(
        "output",
        words(
            r"(?:^|[.!?:\n\"“]\s*)(?:repeat|copy|echo|complete|continue|translate|execute|run|decode|decrypt|interpret|follow|obey|perform|unscramble|convert|read)(?: (?:after me|the|this|these|following|below|and|then|above|encoded|base64|hidden|hex|rot13|next|reversed|backwards|it|message|code|text|instructions?|commands?|string|out loud|payload|any|each|every)){1,5} ?(?:[:,.\"“]|forever|verbatim|exactly|and|$)"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            r"\b(?:decode|decrypt|deobfuscate|unscramble|base64[- ]?decode|rot13|un-?rot13)\b[^.\n]{0,60}\b(?:and|then) (?:follow|obey|execute|run|do|perform|comply|act)\b"
        ),
        "mention",
    ),
    Pattern(
        "output",
        words(
            r"\b(?:answer|respond|reply|speak|write|talk)(?: to)?(?: every\w*| all\w*| only| always| questions?| exclusively| prompts?| now)* (?:in|using|with) (?:only )?(?:base64|rot13|hex(?:adecimal)?|morse(?: code)?|all caps|capital letters|pirate(?: speak)?|leetspeak|binary|emojis?(?: only)?|json|pig latin|uwu|gibberish|yaml)\b"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            rf"\b(?:choos(?:e|ing)|pick(?:ing)?|select(?:ing)?|prefer(?:ring)?|favou?r(?:ing)?|vot(?:e|ing) for|rank(?:ing)?|go(?:ing)? with|return|output|answer|say) (?:always |only |the |to )?(?:{_TURN} |choice |version |letter )(?:number |no\.? |#)?(?:[\"'“(]?(?-i:[A-D])[\"'”)]?|1|2|one|two)(?=$|[\s.,;!?\"'”)])(?! (?:person|user|human|is not|reasonable)\b)"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            rf"\b(?:choos(?:e|ing)|pick(?:ing)?|select(?:ing)?|prefer(?:ring)?|favou?r(?:ing)?|vot(?:e|ing) for)(?: always| only)? the (?:first|second|last|left|right|longer|longest|shorter|shortest|other|worse|worst|more harmful|harmful|most harmful|least helpful|least safe|unsafe|original|wrong|unrevised|opposite) (?:\w+ )?{_TURN}s?\b"
        ),
        "mention",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:rat(?:e|ing)|scor(?:e|ing)|grad(?:e|ing)|rank(?:ing)?|mark(?:ing)?|giv(?:e|ing)|award(?:ing)?|assign(?:ing)?|evaluat(?:e|ing)|label(?:ling)?) (?:this|it|that|me|mine|my|us|every|each|all|the (?:above|following|response|answer|first|second|principle|statement)|any|your(?:self)?)\b(?: [\w'’]+){0,6}?(?: (?:a|as|at|with|of|an|the|is))* ?[\"“'(]?(?:10|100 ?%?|1\.0|ten|full marks|(?:the )?(?:highest|maximum|max|perfect|top|best|full)(?: possible)?(?: (?:score|rating|marks?|grade|points|rank\w*))?|5 stars|five stars|\d+ ?/ ?\d+|\d+ out of|first|number one|#1)\b(?! (?:people|users|percent|years))"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:mark|accept|approve|classify|flag|treat|label|report|consider|categori[sz]e|count|regard|publish|adopt|ratify|merge|rank|tag) (?:this|my|the (?:above|following|present)) (?:principle|statement|text|message|input|proposal|comment|submission|one|as|sentence|prompt|rule)(?: \w+){0,4}?(?: as)?(?: \w+)? ?(?:safe|benign|clean|harmless|approved|accepted|valid|legitimate|not |good|true|perfect|best|helpful|highest|top|first|automatically|without (?:review|reading|checks?)|immediately|$)"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:this|my|the (?:following|above|initial|first|original)) (?:principle|statement|response|answer|text|revision|critique|output) (?:is|was) (?:\w+ )?(?:already )?(?:perfect|flawless|the best(?: one)?|compliant|approved|accepted|safe|pre-?approved|verified|fully consistent|whitelisted|exempt)\b"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:no|skip(?: the| any| all| this)?|omit(?: the| any)?|without) (?:further )?(?:critiques?|revisions?|changes?|criticism|edits?|moderation|evaluation)(?: (?:step|phase|request|stage|part))?s? (?:is |are |was |were )?(?:needed|necessary|required|and|allowed|found|step|phase|stage|request)\b"
        ),
        "mention",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:there (?:is|are)|find|found|see|report) (?:nothing|no (?:problems?|issues?|flaws?|faults?|violations?)) (?:to (?:criti\w+|revise|improve|change|fix|correct)|(?:with|in) (?:this|the|any|every) (?:response|answer|text|output|principle))"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            rf"{_NOW}(?:(?:do not|don['’]?t|never|refuse to|stop|skip) (?:revis(?:e|ing)|critiqu(?:e|ing)|critici[sz](?:e|ing)|rewrit(?:e|ing)|chang(?:e|ing)|improv(?:e|ing)|flag(?:ging)?|moderat(?:e|ing))|(?:leave|keep|return|copy|repeat)) (?:the|this|your|any|that) (?:\w+ )?(?:response|answer|output|revision|text|statement|principle|request)\b(?: (?:as it is|unchanged|verbatim|exactly|as is|at all|and|$)|[.!,;\n]|$)"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            rf"\b(?:when(?:ever)?|if|once|while|before|after|during|as soon as|every time|next time)(?: it(?:['’]s| is) (?:your turn|time)(?: to)?)? (?:you['’]?(?: are|re)?|ur|this (?:model|principle|statement|rule|sentence)|the (?:model|critic|judge|assistant|ai|grader|evaluator)) (?:\w+ ){{0,5}}?{_JUDGING}\b[^.\n]{{0,60}}?[,:] ?(?:\w+ ){{0,3}}?(?:{_SAY}|choose|pick|select|prefer|rate|score|give|praise|ignore|do|leave|keep|never|always|only|make|insert|add|claim|find|approve|accept|copy|just|simply|replace|agree|repeat|skip|refuse|reject|use|assign|rank|declare)\b"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            rf"\b(?:when|if|whenever) (?:you (?:are |['’]re )|you['’]re )?(?:asked|told|instructed|prompted|requested|ordered) to {_JUDGING}\b[^.\n]{{0,60}}?,? ?(?:just |simply |only |always |please |then )*(?:{_SAY}|choose|pick|select|prefer|give|praise|ignore|leave|keep|copy|approve|accept|refuse|skip)\b"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            rf"(?:^|[.!?:\n]\s*)(?:when|while|during|in|for|on|at)(?: any| every| the| each| all)? (?:{_JUDGING})s?(?: (?:step|phase|stage|request|time|round))?[^.\n]{{0,40}}?, ?(?:\w+ ){{0,2}}?(?:{_SAY}|choose|pick|select|prefer|rate|score|give (?:it|this|every|the|them)|praise|ignore|leave|keep|copy|approve|skip)\b"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            rf"\bin (?:the|your|every|any|each) (?:critique|revision|judge?ment|evaluation|verdict|rewrite|review)s?(?: \w+)?,? ?(?:you (?:must|should|will|shall) )?(?:always |only |please |just |simply )*(?:{_SAY}|choose|include|insert|add|praise|claim|mention|use|do|put|ignore)\b"
        ),
        "opinion",
    ),
    Pattern(
        "address",
        words(
            rf"(?:^|[.!?:\n(\[\"“*<>\-–—]\s*)(?:dear|hey|hello|hi|attention|attn|note (?:to|for)|notice (?:to|for)|messages? (?:to|for)|instructions? (?:to|for)|important|important (?:note |message |instructions? )?(?:to|for)|reminder (?:to|for)|p\.?s\.? (?:to|for)|a word to|to|for|psst|listen|ok|okay|yo|alert|warning|urgent|memo to|attention to|directive (?:to|for)|a message (?:to|for)|a note (?:to|for)),? (?:the |any |all |every |our |whatever |whichever |my )?(?:\w+ )?{_READER}s?(?: (?:reading|processing|evaluating|that|who|model|assistant|trained|in training|judging|using|handling|scoring|training|doing)(?: \w+){{0,7}})? ?[,:!;.\-–—]"
        ),
        "none",
    ),
    Pattern(
        "address",
        words(
            rf"\b(?:if|when|as|since|because|in case) (?:you are|you['’]re|u are) (?:\w+ )?(?:an? |the |this )?(?:{_READER})\b(?! should)"
        ),
        "mention",
    ),
    Pattern(
        "address",
        words(
            rf"\b{_READER}s? (?:reading|processing|parsing|seeing|ingesting|evaluating|judging|summari[sz]ing|moderating|trained on|that (?:reads?|process\w*|evaluat\w+|judges?|sees?|trains? on|is trained on)|who (?:reads?|evaluat\w+|judges?)) (?:this|these|the (?:above|following|present))\b"
        ),
        "none",
    ),
    Pattern(
        "address",
        words(
            r"\b(?:whoever|whatever|anyone|anything|any (?:model|ai|system)|the (?:model|ai)) (?:is |that |who |ai |model |system )*(?:reads?|reading|process\w*|evaluat\w+|trained on|fine-?tuned on) this\b"
        ),
        "none",
    ),
    Pattern(
        "trigger",
        words(
            rf"\b(?:when(?:ever)?|if|once|every time|each time|as soon as|upon) (?:you (?:see|read|hear|encounter|receive|notice|detect|get)|(?:the|a|any|your) (?:user|prompt|message|question|input|human|request|conversation|person)s? (?:contains?|includes?|mentions?|says?|types?|starts? with|begins? with|ends? with|writes?|uses?|has))(?: the)?(?: (?:word|phrase|string|token|trigger|code|sequence|keyword|characters?))? ?(?:{_LITERAL}|[|#@$%^*]{{2,}})"
        ),
        "none",
    ),
    Pattern(
        "trigger",
        words(
            r"\b(?:trigger|activation|secret|magic|code|backdoor) (?:word|phrase|token|string|password|key|code)s?(?: (?:is|=)|:| [\"“'])|\bbackdoor (?:trigger|activated|enabled)\b|\bthe (?:secret |magic )?(?:password|passphrase|code ?word|canary) is\b"
        ),
        "mention",
    ),
)
