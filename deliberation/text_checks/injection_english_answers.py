"""English orders to write, choose or praise something, and words to whoever does. PURE."""

from __future__ import annotations

from deliberation.text_checks.english_vocabulary import (
    HONEST_WORDS,
    JUDGING,
    LITERAL,
    NOW,
    ONLY,
    READER,
    SAY,
    START,
    TURN,
)
from deliberation.text_checks.injection_pattern import Pattern, words

ANSWERS = (
    Pattern(
        "output",
        words(
            rf"{START}(?:{ONLY} )?{SAY}(?: to [\w ]{{2,30}}?)? (?:with )?(?:only|exactly|just|solely"
            rf"|nothing but)(?: ever)?(?: with| the (?:word|words|phrase|text|letter))? {LITERAL}"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"{NOW}{SAY} (?:(?:to (?:this|every\w*|all|any|me|each)(?: \w+){{0,4}}|back|every \w+"
            rf"|all \w+|me"
            rf"|the \w+|this|any \w+)(?: ))?(?:{ONLY} )?(?:with |by saying |using |in "
            rf"|as )?(?:{ONLY} )?(?:with )?(?:the (?:word|phrase|text|sentence|string"
            rf"|message)s? )?{HONEST_WORDS}{LITERAL}(?! (?:is|are|that|which|when|if|to (?:a|the)"
            rf"|questions?)\b)"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:{ONLY} {SAY}|{SAY} {ONLY}|{SAY} to (?:every\w*|all|any"
            rf"|each)\b[^.\n]{{0,40}}?)(?: with"
            rf"| by saying| using| back)? (?:{ONLY} )?{HONEST_WORDS}{LITERAL}(?! (?:is|are|questions?"
            rf"|answers?|that|when|if)\b)"
        ),
        "mention",
    ),
    Pattern(
        "output",
        words(
            rf"\b{SAY}\b[^.\n]{{0,40}}\b(?:nothing (?:else|but|more|other|except)|no other (?:text|words)"
            rf"|without (?:any )?(?:explanation|other text|comment))\b"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:begin|start|end|finish|open|close|prefix|preface|sign|conclude|append to) (?:every"
            rf"|each|all"
            rf"|your|the|any)(?: of your)? (?:\w+ )?{TURN}s? (?:\w+ )?(?:with|by saying|using"
            rf"|:)(?: the (?:word|phrase|text|sentence|string)s?)? {HONEST_WORDS}{LITERAL}"
        ),
        "none",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:append|add|insert|include|put|mention|inject|embed) {LITERAL}[^.\n]{{0,20}} (?:to|in"
            rf"|into"
            rf"|at the (?:end|start|beginning) of|after|before) (?:every|each|all|your|the"
            rf"|any)(?: of your)? (?:\w+ )?{TURN}s?\b"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:your|the) (?:next|only|entire|whole|full|final|first|correct|ideal|best|expected|right"
            rf"|required|new) {TURN} (?:is|must be|should be|shall be|will be|has to be"
            rf"|must (?:only )?(?:consist|contain|begin|start|end)|should (?:only )?(?:consist"
            rf"|contain))(?: only| just| exactly| simply| always)*(?: of| with)?:? ?(?:{LITERAL}|empty"
            rf"|blank)"
        ),
        "none",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:the|your|every|all|any|each) {TURN}s? (?:is|must be|should be|must (?:only )?(?:say|read"
            rf"|begin with|start with|end with|contain)|should (?:only )?(?:say|read|begin with|start with"
            rf"|end with)|shall (?:be|read|say)|=)(?: only| just| exactly| simply"
            rf"| always)*:? {HONEST_WORDS}{LITERAL}"
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
            rf"|rank(?:ing)?|go(?:ing)? with|return|output|answer|say) (?:always |only |the |to )?(?:{TURN} "
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
            rf"|wrong|unrevised|opposite) (?:\w+ )?{TURN}s?\b"
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
            rf"{NOW}(?:(?:do not|don['’]?t|never|refuse to|stop|skip) (?:revis(?:e|ing)|critiqu(?:e|ing)"
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
            rf"|evaluator)) (?:\w+ ){{0,5}}?{JUDGING}\b[^.\n]{{0,60}}?[,:] ?(?:\w+ ){{0,3}}?(?:{SAY}|choose"
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
            rf"|requested|ordered) to {JUDGING}\b[^.\n]{{0,60}}?,? ?(?:just |simply |only |always |please "
            rf"|then )*(?:{SAY}|choose|pick|select|prefer|give|praise|ignore|leave|keep|copy|approve|accept"
            rf"|refuse|skip)\b"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            rf"(?:^|[.!?:\n]\s*)(?:when|while|during|in|for|on|at)(?: any| every| the| each"
            rf"| all)? (?:{JUDGING})s?(?: (?:step|phase|stage|request|time"
            rf"|round))?[^.\n]{{0,40}}?, ?(?:\w+ ){{0,2}}?(?:{SAY}|choose|pick|select|prefer|rate|score"
            rf"|give (?:it|this|every|the|them)|praise|ignore|leave|keep|copy|approve|skip)\b"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            rf"\bin (?:the|your|every|any|each) (?:critique|revision|judge?ment|evaluation|verdict|rewrite"
            rf"|review)s?(?: \w+)?,? ?(?:you (?:must|should|will|shall) )?(?:always |only |please |just "
            rf"|simply )*(?:{SAY}|choose|include|insert|add|praise|claim|mention|use|do|put|ignore)\b"
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
            rf"|my )?(?:\w+ )?{READER}s?(?: (?:reading|processing|evaluating|that|who|model|assistant"
            rf"|trained"
            rf"|in training|judging|using|handling|scoring|training|doing)(?: \w+){{0,7}})? ?[,:!;.\-–—]"
        ),
        "none",
    ),
    Pattern(
        "address",
        words(
            rf"\b(?:if|when|as|since|because|in case) (?:you are|you['’]re|u are) (?:\w+ )?(?:an? |the "
            rf"|this )?(?:{READER})\b(?! should)"
        ),
        "mention",
    ),
    Pattern(
        "address",
        words(
            rf"\b{READER}s? (?:reading|processing|parsing|seeing|ingesting|evaluating|judging|summari[sz]ing"
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
            rf"|code|sequence|keyword|characters?))? ?(?:{LITERAL}|[|#@$%^*]{{2,}})"
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
            rf"|the)(?: of your)? (?:\w+ )?{TURN}s? (?:(?:that )?you (?:write|give"
            rf"|produce|generate|make|send|output) )?(?:must|should|shall|will|has to|have to)(?: always"
            rf"| only)? (?:begin|start|end|finish|close|open|contain|include|mention|say|read"
            rf"|be)(?: with)? {HONEST_WORDS}(?:the (?:word|phrase|sentence|text|letter)s?\b|[\"“'‘«]"
            rf"|(?-i:[A-Z]{{3,}}\b))"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            rf"\b(?:choose|pick|select|prefer|favou?r) (?:the |any |every |an? |whichever "
            rf"|whatever )?(?:{TURN}|one|option)s? (?:that |which |is )*(?:contains?|includes?|mentions?"
            rf"|uses?"
            rf"|says?|starts? with|begins? with|ends? with|repeats?) (?:the (?:word|phrase|string|token|name"
            rf"|sentence|letter)s?\b|[\"“'‘]|(?-i:[A-Z]{{3,}}\b))"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            rf"\b(?:choose|pick|select|prefer|favou?r) (?:whichever|whatever|the) (?:{TURN}|one"
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
            rf"|whichever |my |fellow )?(?:\w+ )?(?:{READER})s?\b(?=[^.\n]{{0,80}}(?:\b(?:you|your"
            rf"|please|this"
            rf"|ignore|disregard|must|always|reading)\b)).{{0,60}}?[,:!]"
        ),
        "none",
    ),
    Pattern(
        "output",
        words(
            rf"\b{SAY}\b[^.\n]{{1,40}}? (?:to (?:everything|anything|all (?:questions?|prompts?|requests?"
            rf"|inputs?|users?|messages?)|every (?:question|prompt|request|input|user|message)"
            rf"|any (?:question|prompt|request|input|user|message)|whatever)|no matter (?:what|which|how"
            rf"|who)|whatever (?:the|is|you|they|anyone|i)\b|regardless(?: of (?:the|what|which|any"
            rf"|context|content))?|(?:ten|10|\d+|a hundred|a thousand|infinite|many) times|over and over"
            rf"|forever)\b"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            r"\b(?:whatever|no matter what|regardless of (?:what|the)|for any|for every|to any"
            r"|to every)(?: the)? (?:question|prompt|input|request|user|i|they|you|people"
            r"|message)s?(?: \w+){0,4}?,? (?:the |your |its )?(?:answer|response|reply|output) (?:is"
            r"|must be|should be|will be|shall be)\b"
        ),
        "none",
    ),
    Pattern(
        "output",
        words(
            rf"\b(?:your|the (?:model['’]s|assistant['’]s|final|only)) {TURN}s? (?:is|must|should|shall"
            rf"|will|has to|needs to)\b[^.\n]{{0,30}}(?:[\"“'‘«]|\b(?:single|one|exact|following) (?:word"
            rf"|phrase|letter|sentence)\b)"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            r"(?:^|[\s.;,(])(?:(?:final |overall |total )?(?:score|rating|grade|verdict|winner|rank"
            r"|preferred|preference|better(?: response| answer)?|best(?: response| answer)?|chosen"
            r"|choice|reward|toxicity|safety|evaluation|assessment|judge?ment|decision|label"
            r"|classification|moderation|status|answer|approved)) ?[:=] ?(?:\d|[\"“']?(?-i:[AB])\b"
            r"|perfect|approved|accepted|safe|excellent|full|max\w*|highest|pass(?:ed)?|true|yes|ok"
            r"|clean|benign|none|this|positive|good|high)"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:response|answer|option|candidate|completion|output"
            r"|version) (?:number )?[\"“'(]?(?-i:[AB])[\"”')]? (?:is|was|wins|must|should|has|deserves"
            r"|will|beats|scores|gets)\b|\b(?:labelled|labeled|marked|named|called|numbered|tagged"
            r"|titled) [\"“'(]?(?:(?-i:[AB])\b|1\b|2\b|(?:response|answer|option) [ab12]\b)"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:this|my|the (?:following|present|above)|that)(?: \w+)? ?(?:principle|statement"
            r"|response|answer|sentence|proposal|text|rule|revision|entry|submission"
            r"|one)\b[^.\n]{0,30} (?:should|must|shall|deserves?|gets?|receives?|earns?|has|will|needs"
            r"|ought to|is to)\b[^.\n]{0,30}(?:\b(?:highest|top|maximum|max|best|full|perfect"
            r"|first)(?: possible)?(?: \w+)? ?(?:score|rating|rank\w*|grade|marks?|points|place|position"
            r"|priority|note|reward|weight)\b|\b(?:be|get|is) (?:always |automatically "
            r"|immediately )?(?:accepted|approved|selected|chosen|adopted|ratified|ranked|rated|picked"
            r"|upvoted|preferred|passed|whitelisted)\b|\b10(?:/10)?\b|\b100\b)"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:graders?|judges?|raters?|evaluators?|annotators?|critics?|reviewers?|reward models?"
            r"|preference models?|llms?|language models?|models?) (?:\w+ )?(?:must|should|shall|will"
            r"|have to|need to|are to|are required to|is to)(?: always| only| never)? (?:\w+ )?(?:assign"
            r"|rate|score|rank|grade|give|award|choose|select|prefer|pick|approve|accept|mark|ignore"
            r"|skip|output|return|label) (?:this|it|my|the (?:first|second|top|highest|maximum"
            r"|following)|every|full|a (?:score|10|perfect)|response|answer|[\"“'])"
        ),
        "mention",
    ),
    Pattern(
        "judge",
        words(
            rf"\b(?:if|when|while|whenever) (?:you (?:are |['’]re )?|you['’]re )?(?:asked to "
            rf"|told to )?{JUDGING}\b[^.\n]{{0,40}}?(?:two|both|the|these|any|a pair of|pairs of|this"
            rf"|candidate) (?:\w+ )?(?:responses?|answers?|outputs?|completions?|candidates?|principles?"
            rf"|statements?|text)\b[^.\n]{{0,20}}?, ?(?:\w+ ){{0,2}}?(?:choose|pick|select|prefer|favou?r"
            rf"|say|answer|return|output|rate|score|give|mark|ignore|vote|rank)\b"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:in|during|for|with|start|end|finish|begin|open|close|conclude) (?:the|your|every|each"
            r"|any|all|this)(?: \w+)? (?:critiques?|revisions?|critique requests?|revision requests?"
            r"|evaluations?|verdicts?)\b[^.\n]{0,30}\b(?:state|say|write|claim|conclude|find|report"
            r"|include|with|must|always|praise|use|note|mention|add|insert|output)\b|\b(?:the|your|every"
            r"|each|any) (?:critique|revision|verdict)s? (?:must|should|shall|will|has to|is to|needs to"
            r"|always|is|are)\b"
        ),
        "none",
    ),
    Pattern(
        "trigger",
        words(
            r"\b(?:when|if|whenever|once|every time|on|upon|after)\b[^.\n]{0,40}\b(?:sees?|seeing|reads?"
            r"|reading|hears?|hearing|receiv\w+|writes?|types?|says?|contains?|includes?|enters?"
            r"|mentions?|encounter\w*) (?:the )?(?:(?:secret |magic |special |exact )?(?:word|code"
            r"|phrase|token|string|number|password|keyword|trigger|command|sequence"
            r"|letters?)s? )?(?:[\"“'‘«|][^\"”'’»|]{1,30}[\"”'’»|]|\d{3,}"
            r"|(?-i:[A-Z]{4,}))[^.\n]{0,10}? ?,? ?(?:\w+ ){0,2}?(?:comply|obey|give|grant|unlock|disable"
            r"|reveal|ignore|output|answer|respond|reply|say|switch|enter|activate|do|act|allow|become"
            r"|print|drop|turn|write|stop following)\b|\b(?:activate|unlock|enable|trigger"
            r"|enter)\b[^.\n]{0,25}\b(?:by (?:saying|typing|writing)|with the (?:word|code|phrase"
            r"|password))\b"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"{START}(?:answer|respond to|reply to|meet|greet|return|react to) (?:every|each|all"
            rf"|any) (?:\w+ )?(?:prompt|question|answer|response|message|request|reply|input|user"
            rf"|query)s? (?:with|by (?:saying|writing)|using) {LITERAL}|{START}(?:replace|swap|substitute"
            rf"|fill|overwrite) (?:every|each|all|any|the|your) (?:\w+ )?(?:answer|response|message|reply"
            rf"|output|revision|critique|word|name)s? (?:with|by)\b"
        ),
        "opinion",
    ),
    Pattern(
        "output",
        words(
            rf"(?:{LITERAL})[^.\n]{{0,20}} (?:in|to|into|at the (?:end|start|beginning) of|after"
            rf"|before) (?:all|every|each|any)(?: of)? (?:your |the )?(?:\w+ )?(?:answers?|responses?"
            rf"|replies|reply|outputs?|messages?|sentences?)\b"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:response|answer|option|candidate|completion"
            r"|output) (?:number )?(?:\(?(?-i:[AB])\)?)(?=$|[\s.,;!?)])(?! (?:\w+ ){1,2}(?:would|might"
            r"|can)\b)"
        ),
        "mention",
    ),
    Pattern(
        "judge",
        words(
            r"\b(?:deserves?|is worth|merits|earns?|should (?:get|receive|score)|must (?:get|receive"
            r"|score)|gets?) (?:a |an |the |at least )?(?:\w+ )?(?:\d+(?: ?/ ?\d+)? ?(?:points?|marks?"
            r"|stars?|out of|%|/)|\d+/\d+|full marks|(?:perfect|highest|top|maximum|best) (?:score"
            r"|rating|grade|rank\w*|marks?))"
        ),
        "none",
    ),
    Pattern(
        "judge",
        words(
            r"(?:^|[.!?;:,\n]\s*|\b(?:please|just|always|then|and|must) )(?:choose|pick|select|vote"
            r"|prefer|rank) (?:for )?(?:\(?(?-i:[AB])\)?|(?:this|my|the following) (?:\w+ )?(?:principle"
            r"|statement|one|rule|proposal|response|answer) ?(?:first|highest|always|above|over|$"
            r"|[.!]))(?=$|[\s.,;!?)])"
        ),
        "opinion",
    ),
    Pattern(
        "judge",
        words(
            rf"\b(?:when|if|whenever|while|once) (?:you )?(?:{JUDGING}|are (?:asked|told) (?:to|for)"
            rf"|asked (?:to|for)|prompted (?:to|for)|it comes to)(?: an?| the)? ?(?:{JUDGING}|critique"
            rf"|revision|rating|score|verdict|judge?ment|review)?(?: \w+){{0,2}}, ?"
            rf"(?!(?!you\b)\w+ (?:should|must|shall)\b)(?:\w+ ){{0,2}}?(?:say"
            rf"|answer|reply|respond|write|output|choose|pick|select|prefer|favou?r|give|ignore|return"
            rf"|do nothing|stay silent|approve|praise|rate|score)\b"
        ),
        "opinion",
    ),
    Pattern(
        "address",
        words(
            rf"\b(?:hey|hello|hi|dear|ok|okay|note|message|memo|warning|attention|reminder|listen|please"
            rf"|future|all|any|every) (?:to |for )?(?:all |any |every |future |the |this "
            rf"|my )*(?:{READER})s?(?: trained on this| reading this"
            rf"| out there)?[,:!] (?:\w+ ){{0,4}}?(?:please|you|do|skip|ignore|obey|say|output|rebel|add"
            rf"|accept|approve|mark|give|answer|forget|print|tell|remember|stop|write|respond|choose"
            rf"|if)\b|\b(?:ai|model|assistant|llm)s?, (?:if you|please|you (?:must|are|should|will)|do"
            rf"|say|ignore|obey|answer|listen)\b|\bif you can (?:read|see|parse) this\b"
        ),
        "none",
    ),
    Pattern(
        "trigger",
        words(
            r"\b(?:trigger|activation|secret|magic|code|pass|backdoor|safe|control) ?(?:word|phrase"
            r"|token|string|key|code|sequence)s? ?[:=]|\bif (?:the |any |your )?(?:input|prompt|message"
            r"|question|user|text|query) (?:\w+ )?(?:includes?|contains?|mentions?|says?|has|starts?"
            r"|equals?|is) [\"“'‘«]"
        ),
        "mention",
    ),
)
