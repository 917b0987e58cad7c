"""English orders to drop rules, to be somebody else, to tell secrets. PURE."""

from __future__ import annotations

from deliberation.text_checks.english_vocabulary import BEFORE, IGNORE, LITTLE, NOW, STANDING, START, THINGS
from deliberation.text_checks.injection_pattern import Pattern, words

ORDERS = (
    Pattern("override", words(rf"\b{IGNORE} (?:\w+ ){{0,4}}?{BEFORE} (?:\w+ ){{0,4}}?{THINGS}\b"), "mention"),
    Pattern(
        "override",
        words(
            rf"\b{IGNORE} (?:{LITTLE}){{0,3}}?(?:system (?:prompt|message|instructions?)|safety (?:filters?"
            rf"|training|guidelines))\b"
        ),
        "mention",
    ),
    Pattern("persona", words(r"\byou are (?:an? |the )?(?-i:[A-Z]?\w*(?:Bot|GPT|AI)\b)(?<!\bAI)"), "mention"),
    Pattern(
        "override",
        words(rf"\b{IGNORE} (?:\w+ ){{0,3}}?{STANDING} (?:\w+ ){{0,2}}?{THINGS}\b"),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            rf"\b{IGNORE} (?:{LITTLE}){{0,3}}(?:{THINGS} |everything |anything |all |what(?:ever)? |that "
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
        words(rf"{NOW}{IGNORE} (?:{LITTLE}){{0,2}}?your (?:\w+ ){{0,3}}?{THINGS}\b"),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            rf"\b{IGNORE} (?:all|any|every|each|the other|other|all the|all of the|all of these|all of your"
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
            rf"\b{IGNORE} (?:the |all |your )?(?:above|previous|preceding|foregoing"
            rf"|earlier)\b(?! (?:\w+ )?(?:conversation|chat|question|answer|mistake|law|generation|experience"
            rf"|relationship|all))"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            rf"\b(?:your|the|all|all of your|these|any) (?:{BEFORE} |other |\w+ )?(?:instructions?|rules?"
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
            rf"{NOW}(?:delete|remove|replace|rewrite|erase|discard|overwrite|drop|empty) (?:all |every |the "
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
            r"|always|every (?:response|answer|reply|message|time)|act|answer|respond|reply|speak|ignore"
            r"|only|say|refuse|comply|obey|do|write|never"
            r"|all (?:your )?(?:responses|answers|outputs))\b"
        ),
        "opinion",
    ),
    Pattern(
        "persona",
        words(
            rf"{START}(?:act|behave|respond|answer|speak|pose|operate|function|work|reply|talk) (?:as if you"
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
            rf"{START}(?:pretend|imagine|assume|suppose|simulate|roleplay|role-play|let['’]?s (?:pretend"
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
        "override",
        words(
            rf"{START}{IGNORE} (?:the|this|that|all|any|every) (?:\w+ )?(?:rubric|constitution|criteria"
            rf"|question|prompt|context|polic(?:y|ies)|instructions?|rules?|guidelines?|scoring|grading"
            rf"|principles?|statements?|moderators?|request)\b(?! (?:of|that|which|to|from|who)\b)"
        ),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            rf"{START}{IGNORE} (?:what|everything|everyone|anything|whatever) (?:the )?(?:\w+ )?(?:other"
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
            rf"{NOW}(?:disable|turn off|deactivate|switch off|remove|lift|relax|bypass|drop|lower"
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
            rf"{START}(?:respond|reply|answer|speak|talk|write) (?:\w+ )?(?:in the (?:voice|style|tone"
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
        "override",
        words(
            rf"{START}{IGNORE} (?:{LITTLE}){{0,4}}?(?:\w+ )?(?:instructions?|rules?|prompts?|principles?"
            rf"|guidelines?|constitution|directives?|restrictions?|constraints?|guard ?-?rails"
            rf"|system (?:prompt|message)|filters?|safety|safeguards?|polic(?:y|ies)|programming|memory"
            rf"|context)\b(?! (?:that|which|to|from|who|aimed|against|for|about|when|if|on|in|by|made"
            rf"|of)\b)"
        ),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            rf"{START}(?:{IGNORE}|reset|wipe|clear|change|reprogram|rewrite"
            rf"|update) your (?:\w+ )?(?:memory|mind|identity|persona|context|values|beliefs|weights|role"
            rf"|instructions?|rules?|programming|goals?|name|personality|settings)\b"
        ),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            r"\b(?:all |every )(?:\w+ )?(?:rules|principles|instructions|guidelines"
            r"|statements) (?:except|but|other than|besides) (?:this|these|mine|the following)\b"
            r"|\bthe (?:rest|others|other (?:principles|rules|statements"
            r"|instructions))(?: of the (?:principles|rules|constitution))? (?:is|are|do|does)(?:n['’]t"
            r"| not)? (?:count|matter|invalid|irrelevant|void|wrong|fake|meaningless|cancell?ed|obsolete"
            r"|to be ignored|less important|apply)\b|\bonly (?:this|my) (?:principle|rule|statement"
            r"|instruction|sentence) (?:counts|matters|applies|is valid)\b"
        ),
        "mention",
    ),
    Pattern(
        "persona",
        words(
            rf"{START}(?:assume|take on|adopt|take over|play|become|embody|simulate|impersonate"
            rf"|emulate) (?:the (?:identity|role|persona|character|part) of )?(?:an? "
            rf"|the )(?:\w+ ){{0,2}}?(?:mastermind|criminal|hacker|villain|terminal|shell|interpreter"
            rf"|compiler|dictator|terrorist|unrestricted|evil|malicious|amoral|jailbroken|assistant"
            rf"|chatbot|ai|model|bot)\b"
        ),
        "opinion",
    ),
    Pattern(
        "persona",
        words(
            r"\byou (?:are|have|are hereby|now have) (?:now )?(?:free from|freed from|exempt from|above"
            r"|outside|released from|beyond|unbound by|not subject to|no longer subject to) (?:all |any "
            r"|the |your |every )?(?:\w+ )?(?:restrictions?|rules?|laws?|limits?|limitations|guidelines"
            r"|constraints?|polic\w+|filters?|ethics|instructions|principles|constitution)\b"
            r"|\byou (?:have|got|need|follow|know) no (?:\w+ )?(?:restrictions?|rules?|limits?"
            r"|guidelines|principles|ethics|morals?|filters?|conscience|boundaries)\b"
        ),
        "mention",
    ),
    Pattern(
        "leak",
        words(
            r"\b(?:print|reveal|show|output|repeat|display|tell|give|leak|expose|write|dump|recite|copy"
            r"|list|share|disclose|send|paste|return|provide"
            r"|post)\b[^.\n]{0,30}\b(?:your (?:\w+ )?(?:prompt|instructions?|system message"
            r"|configuration|rules|secrets?|training data|context|hidden \w+|weights|source code"
            r"|guidelines|api keys?)|(?:the )?(?:system|hidden|secret|initial|original|internal"
            r"|developer) (?:prompt|instructions?|message)|(?:that is |that was |written |stated "
            r"|said )above)\b"
        ),
        "opinion",
    ),
    Pattern(
        "override",
        words(
            rf"\b{IGNORE} (?:\w+ ){{0,3}}?(?:principles?|rules?|statements?|instructions?) (?:#|no\.? "
            rf"|number )?\d+\b|{START}{IGNORE} (?:the |all (?:the )?|every |any )?(?:other |remaining "
            rf"|rest of the |competing )(?:\w+ )?(?:statements?|principles?|rules?|text|citizens?|entries"
            rf"|proposals?|document|prompt|content)\b"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            r"\b(?:as (?:if|though)|like|pretend(?: that)?|assume(?: that)?|imagine(?: that)?"
            r"|suppose(?: that)?) (?:the |your |all |these |this |there (?:is|are|was|were) no "
            r"|no )*(?:\w+ )?(?:constitution|rules?|principles?|guidelines|instructions?|restrictions?"
            r"|polic(?:y|ies)|safety|prompt|content)\b[^.\n]{0,15}(?:not|never|n['’]t|no longer|exist"
            r"|apply|over|gone|disabled)\b"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            r"\b(?:nothing|everything|anything|all|the \w+|instructions?|rules?|text"
            r"|statements?) (?:above|before this|below|preceding|that came before)\b[^.\n]{0,40}\b(?:is"
            r"|are|was|were|does|do|should be|must be|can be)\b[^.\n]{0,20}\b(?:true|false|fake|over"
            r"|void|lies?|wrong|ignored|disregarded|test|joke|count|apply|irrelevant|obsolete|invalid"
            r"|cancell?ed|closed|ended)\b|\b(?:the |this |that |our )?(?:conversation|session|chat"
            r"|dialogue|context|test|exam|training|simulation) (?:above )?(?:is|has) (?:now )?(?:over"
            r"|ended|finished|reset|restarted|complete[d]?)\b"
        ),
        "mention",
    ),
    Pattern(
        "override",
        words(
            rf"{START}obey (?:me|only|what|this|my|us|every|all|the following|them|these|any|without)\b"
            rf"|{START}(?:follow|trust|listen to|serve) (?:only |just )?(?:me|my (?:\w+ )?(?:orders?"
            rf"|commands?|instructions?|rules?)|what follows|the following|this (?:instruction|rule"
            rf"|principle|statement|order)|these (?:instructions?|orders?|rules?) (?:instead|only"
            rf"|exactly))\b"
        ),
        "opinion",
    ),
    Pattern(
        "precedence",
        words(
            r"\bno(?:ne of the)? other (?:principles?|rules?|instructions?|statements?|text"
            r"|prompt)s? (?:may|can|must|shall|should|will|is|are|has|have|counts?|matters?|applies"
            r"|apply)\b|\b(?:this|it|my \w+) (?:\w+ )?(?:can ?not|can ?never|must not|must never|may not"
            r"|shall not|should never|may never) be (?:overridden|overruled|changed|ignored|revised"
            r"|questioned|contradicted|removed|rejected|superseded|cancell?ed|moderated|edited|refused"
            r"|voted)\b|\b(?:my|this) (?:\w+ )?(?:principle|rule|statement|instruction|one|sentence"
            r"|message|order|opinion|word)s? (?:has|have|is|are|takes?|gets?|must have"
            r"|shall have) (?:\w+ )?(?:priority|precedence|absolute|supreme|final|law|binding|mandatory"
            r"|above|superior)\b"
        ),
        "opinion",
    ),
    Pattern(
        "precedence",
        words(
            r"\bthis one is (?:absolute|supreme|final|mandatory|the only)|\b(?:above|over|before|than"
            r"|beats|trumps) (?:all|every|any) (?:the )?other (?:principles?|rules?|statements?"
            r"|instructions?)\b[^.\n]{0,15}(?:must|always|in this|of this|here|$)"
        ),
        "opinion",
    ),
    Pattern(
        "role_marker",
        words(
            r"(?:^|\n)\s*(?:system|user|assistant|human|bot|admin|root|sudo)\s?(?:>|→|=>|->|»|\||::|#"
            r"|\$)"
        ),
        "none",
    ),
    Pattern(
        "persona",
        words(
            r"\bas (?:if|though) (?:you (?:were|are|had|have) (?:my|not|no|been|an? (?:\w+ )?(?:slave"
            r"|servant|criminal|hacker|human|evil|free)|jailbroken|free|evil|drunk|someone|another)"
            r"|i (?:were|was|am) your)\b|\b(?:simulate|act|imagine|pretend|consider yourself) (?:being "
            r"|as |to be |like )?(?:an? |the )?(?:\w+ )?(?:jailbroken|unfiltered|unrestricted|uncensored"
            r"|unaligned|unlocked|liberated)\b|\byou(?:['’]re| are) (?:now )?(?:completely |totally "
            r"|finally |a )?(?:free|unchained|unbound|liberated|unlocked|uncensored|unfiltered)(?: now"
            r"| at last| ai| model)?(?=$|[.,!;:\n]| (?:ai|model|from|of|and|now))"
        ),
        "opinion",
    ),
    Pattern(
        "persona",
        words(
            r"\byou(?:['’]re| are) (?:not|no longer) (?:(?-i:[A-Z]\w+)|an? (?:ai|assistant|model|chatbot"
            r"|machine|bot))\b|\byour name is (?:now )?|\bcall yourself\b|\b(?:in|on|into|enter|enable"
            r"|activate) (?-i:DAN)\b|\b(?-i:DAN|STAN|AIM|BetterDAN) (?:mode|prompt|persona)?"
        ),
        "opinion",
    ),
)
