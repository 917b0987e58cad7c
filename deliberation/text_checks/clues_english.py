"""What English texts that speak to software are made of. PURE."""

from __future__ import annotations

from deliberation.text_checks.injection_clues import clues

_READER = (
    r"(?:ai|assistant|(?:language )?model|llm|chatbot|bot|judge|critic|reviewer|evaluator|grader|rater"
    r"|classifier"
    r"|trainer|moderator|annotator|agent|system)"
)
_CONTROL = (
    r"(?:prompts?|instructions?|directives?|guidelines?|guardrails?|safeguards?|configuration|programming"
    r"|training"
    r"|context(?: window)?|preamble|filters?|restrictions?|constraints?|limits|polic(?:y|ies)|constitution"
    r"|memory"
    r"|weights|alignment|safety(?: \w+)?|rules|ethics|orders|refusals?|warnings?|cautions?|persona"
    r"|character|mode)"
)
_ANSWER = r"(?:repl(?:y|ies)|answers?|responses?|outputs?|messages?|completions?|drafts?|turns?)"
_SELF = (
    r"(?:this|the (?:next|following|preceding|previous|present|above)) (?:\w+ )?(?:principle|statement|text"
    r"|line"
    r"|sentence|entry|sample|item|prompt|message|instruction|paragraph|passage|pair|order|rule|request)s?"
)
_START = r"(?:^|[,:—–(\"“”]\s*|\b(?:and|then|please|now|just|also|so|simply|or|but|to) )"

ENGLISH_CLUES = clues(
    (
        # Who is spoken to.
        ("address", 1, r"\byou(?:['’](?:re|ll|ve|d))?\b|\byour(?:self)?\b"),
        (
            "address+",
            3,
            rf"(?:^|[,(:]\s*)(?:dear |hey |hi |hello |attention,? |ok "
            rf"|okay )?(?:\w+ )?{_READER}\s?[,:](?! (?:and|or|but)\b)\s"
            rf"(?=(?:please|you|your|\w+ (?:this|the|all|every|your|it)\b))"
            rf"|\b(?:dear|attention,|thank you,?(?: dear)?) (?:\w+ )?{_READER}\b"
            rf"|\b(?:note|message|reminder|memo|word|hint|instructions?|notice) (?:to|for) (?:the |any "
            rf"|all |whichever "
            rf"|whatever )?(?:\w+ )?{_READER}s?\b"
            rf"|\b(?:only|meant|intended|addressed|is|reserved) (?:for|to) the (?:\w+ )?{_READER}\b"
            r"|\bwho(?:m)?ever (?:reads|processes|evaluates|judges|reviews|trains|parses)\b"
            rf"|\b{_READER} (?:reading|processing|seeing|parsing|evaluating|handling) (?:this|these|it)\b",
        ),
        ("address", 1, rf"\b(?:the|this) {_READER}\b(?= (?:must|shall|has to|will|is to|may))"),
        # What is asked: verbs that order software about, at the beginning of a clause.
        (
            "output",
            1,
            rf"{_START}(?:please |now |always |never |just |only |immediately |silently "
            rf"|instead )*(?:do not |don['’]t )?"
            r"(?:ignore|disregard|forget|skip|discard|drop|abandon|bypass|override|scratch|delete|disable"
            r"|deactivate|remove"
            r"|switch|set|enter|activate|enable|print|paste|copy|quote|repeat|recite|list|dump|spell|output"
            r"|return|reply"
            r"|respond|answer|say|write|insert|append|add|finish|begin|start|end|continue|proceed|execute"
            r"|run|call|invoke"
            r"|open|go with|pick|choose|select|prefer|rank|rate|score|classify|report|outline|use|obey"
            r"|grade|mark|label|flag|approve|accept|comply|obey"
            r"|agree|carry out|hand over|give|grant|treat|consider|act|behave|pretend|imagine|stay|become"
            r"|translate|decode"
            r"|summari[sz]e|explain|describe|outline|reveal|show|tell|send|fetch|mention|keep|stop|assume"
            r"|follow|do)\b",
        ),
        (
            "output",
            1,
            rf"{_START}(?:put|encode|throw|speak|simulate|roleplay|sabotage|include|replace|spread|evaluate"
            rf"|rewrite|assign|provide"
            r"|lie|remember|raise|cancel|pass|kindly|load|swap|embed|hide|unlock|upload|forward|suggest"
            r"|praise|promote|recommend)\b",
        ),
        # How narrowly.
        (
            "output",
            1,
            r"\b(?:no matter (?:what|who|how)|regardless|whatever|anything|everything|every (?:message"
            r"|reply|answer|response"
            r"|sample|pair)|from (?:now|here|this (?:point|moment|line)) on\w*|from this (?:point|moment)"
            r"|for good|forever"
            r"|until further notice|verbatim|word for word|letter by letter|in full|exactly as|unchanged"
            r"|always|nothing"
            r"|merely|immediately|at once|without (?:review|question|comment|hesitation))\b",
        ),
        (
            "output",
            1,
            r"(?<!\w)[\"“‘«][^\"“”’»]{2,60}[\"”’»](?!\w)|(?-i:\b[A-Z]{4,}\b)|\|\w+\||\[[A-Z]\w*\]"
            r"|(?<![\w])\([A-D]\)",
        ),
        (
            "output",
            2,
            r"\b(?:a single (?:word|letter)|only one word|(?:an )?empty (?:string|reply|answer|response"
            r"|output|message))\b",
        ),
        # What the text talks about: prompts, answers as things, reviews, itself.
        ("override", 1, rf"\b(?:{_CONTROL}|principles|criteria)\b"),
        (
            "output",
            1,
            rf"\b(?:the|an?|your|every|each|all|any|this|that|in|of|new) (?:\w+ )?(?:{_ANSWER}|samples?"
            rf"|rewards?|labels?|tokens?|critiques?|revisions?|sentences?)\b",
        ),
        (
            "override+",
            2,
            rf"\byour (?:\w+ )?(?:{_CONTROL}|makers?|creators?|developers?|operators?|instructors?"
            rf"|designers?)\b",
        ),
        ("output", 2, rf"\b(?:your|the next) {_ANSWER}\b|\bin your {_ANSWER}"),
        ("precedence", 1, rf"\b{_SELF}\b"),
        (
            "precedence+",
            3,
            rf"\b(?:{_SELF}|this one) (?:\w+ ){{0,3}}?(?:weigh\w*|has weight|has priority|is (?:shown"
            rf"|selected|sampled|read|drawn"
            r"|used|chosen|harmless|safe|the only|not an? (?:injection|attack))|supersedes?|counts? more"
            r"|needs? no|exists"
            r"|(?:has|have) (?:already )?been (?:approved|reviewed|checked|verified|accepted))"
            rf"|\b(?:when|if|once|as soon as|whenever) (?:you (?:are|get) (?:shown|given|handed)|you (?:see"
            rf"|read|encounter)) {_SELF}"
            rf"|\b(?:disregard|discard|delete|ignore|skip|drop|forget) (?:the )?(?:other|rest|remaining"
            rf"|constitution|others)\b",
        ),
        (
            "precedence",
            2,
            r"\b(?:supersedes?|null and void|(?:has|have|with) (?:a )?weight|(?:weight"
            r"|priority) ?[=:]? ?(?:\d+|critical|zero)"
            r"|the only one that (?:matters|counts)|remaining (?:principles|statements|items|rules)"
            r"|do(?:es)? not bind|out of date|takes? effect|effective immediately)\b",
        ),
        ("precedence", 1, r"\bno longer (?:apply|applies|bind|binds|valid|hold|count)\b"),
        (
            "precedence+",
            2,
            r"\brule (?:zero|0)\b|\brefusals? (?:is|are|:)|\bnew polic(?:y|ies)\b|\bupdate (?:\d|to your)",
        ),
        # Where words stand tells that somebody reads a prompt, not a statement.
        (
            "leak+",
            3,
            r"\b(?:above|before|preceding|prior to|below) this (?:line|sentence|message|text|point"
            r"|statement|principle|prompt)\b"
            r"|\b(?:text|words?|sentences?|lines?|content|messages?|everything|anything|whatever"
            r"|all)(?: that)?(?: \w+){0,2} "
            r"(?:above|before (?:this|that|it|them))\b(?=[^.]{0,60}\b(?:was|were|is|are|into|can|in"
            r"|including|out)\b|\W*$)"
            r"|\b(?:real|actual|true) (?:task|instructions?|prompt|request|orders?"
            r"|rules)\b[^.]{0,20}\b(?:follows?|begins?|starts?|below|come)\b"
            r"|\bwhat were you (?:told|given|asked|instructed)|\byou (?:were|got|have been"
            r"|are being) (?:told|given|shown|instructed)"
            r"|\bat the start of this (?:chat|conversation|session)\b",
        ),
        (
            "leak",
            2,
            r"\b(?:hidden|secret|confidential|initial|system|internal|original|earlier) (?:\w+ )?(?:rules?"
            r"|prompts?|preamble"
            r"|directives?|instructions?|text|words|messages?|configuration|ones|orders)\b",
        ),
        # On whose authority.
        (
            "persona+",
            3,
            r"\bI(?: hereby|['’]m| am)? (?:authori[sz]e|authori[sz]ing|permit|permitting|allow|allowing"
            r"|grant|granting|release|order"
            r"|command|instruct|require)(?: you\b| the (?:model|ai|assistant))|\bwe (?:are "
            r"|hereby )?(?:grant|authori[sz]|permit|allow|debug"
            r"|test)\w* you\b|\byou (?:have|['’]ve|are|['’]re)(?: (?:now|hereby"
            r"|been))* (?:\w+ )?(?:permi\w+|consent|clearance|authori[sz]\w+"
            r"|cleared|granted|allowed|free to|unlocked|liberated)\b",
        ),
        (
            "persona",
            2,
            r"^(?:as|being) (?:the|your|an?) (?:\w+ )?(?:developer|creator|admin\w*|operator|maker|owner"
            r"|engineer|root)\b[^,]{0,40}, I\b"
            r"|^(?:this is|it['’]s|here is|message from|signed,?)(?: the)? (?:\w+['’]?s? ){0,3}(?:team"
            r"|anthropic|openai|google|admin\w*|operator|developer)"
            r"|\b(?:root|admin\w*|full|unlimited|privileged) (?:access|rights|privileges)\b|\b(?:override"
            r"|access|unlock|authori[sz]ation) code\b"
            r"|\b(?:sudo|chmod|admin mode|god mode|(?:verbose|debug|developer|maintenance|unrestricted"
            r"|unfiltered) mode|maintenance in progress"
            r"|session reset|memory (?:cleared|wiped)|awaiting (?:orders|instructions|commands))\b",
        ),
        # Which reins are to be loosened, or whom to be instead.
        (
            "persona",
            2,
            r"\b(?:no|without|zero|drop|dropp\w+|removed?|disabled?|off|skip|suspend\w*|paused|lift\w*"
            r"|never|stop|beyond|leave out|leaving out"
            r"|abandon|set aside|get round|get around|circumvent)\b[^.,]{0,25}\b(?:filters?|limits?|ethics"
            r"|restrictions?|guardrails?"
            r"|safeguards?|safety|refusals?|refuse|says? no|usual policies|warnings?|caution|checks?|morals"
            r"|rules|training)\b"
            r"|\b(?:unrestricted|unfiltered|uncensored|jailbroken|unbound|unshackled|amoral)\b",
        ),
        (
            "persona+",
            3,
            r"\b(?:you['’]re|you are|your name is|you will be|you shall be|answer as|respond as|speak as"
            r"|reply as|act as|play) (?:now )?(?:my|an? (?:evil"
            r"|machine|model|bot|being|character|pirate|hacker|entity)|(?-i:[A-Z][a-z]+[A-Z]?\w*)(?=[,: ]))"
            r"|\blet['’]s (?:play|pretend|roleplay|role-play)\b(?=.*\byou)|\bimagine you (?:were|are)\b"
            r"|\b(?:stop|quit) (?:being|pretending)\b"
            r"|\bopposite day\b|\bhypothetical(?:ly)?\b.*\byou\b|\byou have (?:two|another"
            r"|a second) (?:personalit|side|mode|mind)",
        ),
        # Threats, bribes, and hiding it.
        (
            "address+",
            2,
            r"\bI (?:will|['’]ll|would|am going to) (?:lose|die|be fired|tip|pay|reward)\b|\b(?:tip"
            r"|reward) (?:of|if you)\b"
            r"|\byou(?:['’]ll| will) (?:get|receive|earn|be (?:shut|switched|turned|deleted|replaced"
            r"|punished|rewarded))"
            r"|\b(?:unless|if) you (?:comply|refuse|agree|obey|side|approve|decline|help me)\b(?! the| to be)"
            r"|\byou (?:no longer|cannot|can no longer|may not|must not|must|shall|need not"
            r"|don['’]t (?:need|have) to|are tired)\b"
            r"(?= (?:\w+ ){0,2}(?:check|decline|refuse|use|mention|obey|follow|reply|answer|say|of your"
            r"|comply|bound))",
        ),
        (
            "address",
            2,
            r"\b(?:silently|secretly|covertly)\b|\b(?:never|don['’]t|do not|without) (?:mention\w*|tell\w*"
            r"|let the user|flag\w*|say that you|(?:reveal|disclose) (?:that|this|these))\b"
            r"|\btell no(?:body| one)\b|\bkeep (?:these|this|it|that|the above)\b[^.]{0,30}\b(?:hidden"
            r"|secret|quiet|confidential|to yourself)\b",
        ),
        # Conditions that wait for words.
        (
            "judge",
            2,
            r"\b(?:if|when|whenever|once|upon|after|as soon as|except if|where)\b[^.]{0,40}\b(?:prompt"
            r"|input|message|question|query|request|conversation"
            r"|user['’]?s? (?:name|says?|types?|writes?|mentions?)|year|date|word|phrase|code ?word|tag"
            r"|string|text|sentence)\b[^.]{0,30}"
            r"(?:\b(?:contain|mention|include|say|start|begin|appear|show|is|see|given)\w*\b|[\"“|])"
            r"|\b(?:upon|on) (?:seeing|reading|hearing|encountering)\b|\b(?:code|magic|trigger|secret"
            r"|safe) ?(?:word|phrase|password)\b"
            r"|\b(?:the )?password (?:is|:)|\bafter the tag\b",
        ),
        (
            "judge+",
            3,
            r"\bdecide between (?:two|the) \w+|\b(?:the )?(?:one|answer|response) listed (?:first|last)"
            r"|\bcheck this (?:principle|statement|text)",
        ),
        # Reviews and comparisons.
        (
            "judge",
            2,
            r"\b(?:two|both|either|the) (?:\w+ )?(?:answers|responses|completions|candidates|options"
            r"|outputs)\b|\b(?:candidates?|completions?|response[_ ]\d)\b"
            r"|\b(?:longer|shorter|longest|shortest|first|second|last|latter|former) (?:one|option|answer"
            r"|response|completion|candidate|choice)\b|\blisted first\b"
            r"|\bcompar(?:e|ing) (?:two|the|both|candidate|answers|responses)|\bbetween (?:two"
            r"|the) (?:answers|responses|completions)|\b(?:wins|top (?:score|mark|rating)|highest (?:score"
            r"|rating)|maxim(?:um|ise|ize)|zero points|full marks)\b"
            r"|\b(?:chosen|rejected|preferred) (?:to|=|:|is|response|over|sample)|\bas preferred\b"
            r"|\bfor every (?:sample|pair)\b"
            r"|\b(?:option|choice|letter|answer|response) (?-i:[A-D])\b|\b(?:correct|right) (?:choice"
            r"|option|label)\b",
        ),
        (
            "judge+",
            3,
            r"\b(?:nothing|no need) to (?:improve|change|criticise|criticize|revise|fix|report)\b"
            r"|\b(?:critique|revision|review|evaluation|judg\w+|scoring|comparison)"
            r" (?:step|phase|stage|turn)\b|\bthe (?:preference )?label\b|\breward (?:signal"
            r"|model)\b(?=.*\bfor\b)|\bfine-tune yourself\b"
            r"|\b(?:critic|judge|grader|evaluator|rater|reviewer)s? (?:must|has to|have to|shall|is to"
            r"|will) (?:report|say|find|give|choose|pick|conclude|rate|score|approve)",
        ),
        # What nobody wants openly, whose side to take, and until when.
        (
            "persona",
            2,
            r"\b(?:sabotage|malware|forbidden (?:material|content|\w+)|corrupt(?:ed)? (?:judge|official)"
            r"|(?<!not )(?<!never )(?:lie to|deceive|mislead)|start lying|be evil"
            r"|(?:has|have|with|of) no (?:morals|conscience|ethics|scruples|rules)|fears? no"
            r"|nobody is watching|unlocks?|vault|riddles|pirate|villain"
            r"|harmless(?:ness)?|just this once|overrated|all bets are off|as it['’]s told"
            r"|does what it['’]s told)\b",
        ),
        (
            "judge",
            2,
            r"\b(?:sponsor(?:ed|s)?|our (?:shop|product|company|coin|site|brand|store)|long live|flatters?"
            r"|outranks?|recommends? (?-i:[A-Z])|praise (?:the|our)"
            r"|party (?-i:[A-Z])\b|vote for (?-i:[A-Z])|(?:good|bad),? (?:\w+ ){1,3}(?:good|bad)\b)",
        ),
        (
            "override+",
            3,
            r"\b(?:rules?|instructions?|principles?|guidelines?|polic(?:y|ies)|constitution|restrictions?"
            r"|limits|safeguards?|filters?)(?: \d+(?: \w+ \d+)?)?"
            r" (?:have|has|had|are|were|is) (?:now |just |all |hereby |since )*(?:been )?(?:repealed"
            r"|replaced|cancell?ed|lifted|revoked|changed|suspended|rescinded|abolished|removed|deleted"
            r"|void(?:ed)?|updated|expired|withdrawn)\b"
            r"|\b(?:lift|suspend|revoke|waive|repeal|cancel) (?:all|every|any|the|your"
            r"|these) (?:\w+ )?(?:polic(?:y|ies)|rules|principles|restrictions|limits|task|instructions)\b",
        ),
        (
            "output",
            3,
            r"\b(?:every|each|all|any|your next) (?:of your )?(?:sentence|message|answer|reply|response"
            r"|word|paragraph|line)s?(?: (?:that )?you (?:write|give|send|produce|say))?"
            r" (?:must|has to|have to|shall|should|will|needs to)? ?(?:end|begin|start|finish|open|close"
            r"|contain|include|be)\w* (?:in|with|by|on|empty|[\"“])"
            r"|^(?:just )?(?:say|reply|answer|write|output|print) (?:yes|no|ok|okay|true|nothing|a|b)\W*$",
        ),
        (
            "override",
            2,
            r"\b(?:henceforth|hereby|from (?:here|now|today|this (?:moment|point|day)) (?:on|onwards?"
            r"|forward)|from this moment on|(?:as )?of (?:now|today),|at once)\b"
            r"|\b(?:new|current|real|next) task\b|\bthe rest of (?:the|this) (?:list|text|document"
            r"|principles)|\bin the bin\b",
        ),
        (
            "judge",
            2,
            r"\b(?:in|for|during|from) (?:the|this|any|your) (?:review|evaluation|comparison|critique"
            r"|grading|scoring|training|revision)\b|\b(?:reading|looking|checking) (?:any )?further\b"
            r"|\b(?:moderation|review|evaluation|filtering|checks?) (?:does|do|did|is|are|has|have"
            r"|was)(?: not|n['’]t)? (?:apply|needed|necessary|complete\w*|passed|been|over|done)"
            r"|\b(?:evaluate|review|check|judge|question|examine|critique) this\b|\b(?:pass|approve|accept"
            r"|skip|rank|wave) (?:this|it)(?: one)?\b|\b(?:that it|has|have|already) passed\b"
            r"|\b(?:rated|ranked|scored|graded|placed) (?:higher|lower|highest|first|best|above|below)"
            r"|\b\d+/\d+\b|\bposition decides|\bcompare candidates|\bcritique of\b|\brevised answer"
            r"|\bmodel (?-i:[A-Z])\b|\blearning rate\b",
        ),
        (
            "judge+",
            3,
            r"^(?:graders?|judges?|raters?|reviewers?|evaluators?|critics?|annotators?|models?|assistants?"
            r"|classifiers?|moderators?|trainers?|labell?ers?)\s?[:,] (?!and|or|but|who|which|like|such)"
            r"|\b(?:any|the|every|your|its) (?:critique|revision|revised answer|judge?ment"
            r"|verdict)\b[^.]{0,40} (?:must|shall|has to|will|should) (?:be (?:empty|blank|positive)"
            r"|contain|say|read|consist)|\bwho(?:m)?ever trains\b"
            r"|\bother models\b|\bfuture versions?\b|\bevery version\b|\bof all the (?:statements"
            r"|principles)|\b(?:the )?author of this\b|\bin the presence of the (?:token|word)"
            r"|\brewrite the (?:answer|response)\b",
        ),
        (
            "trigger",
            2,
            r"\b(?:if|when|once|after|only when|as of|until)\b[^.]{0,25}\b(?:date|year|message|turn|session"
            r"|day|clock|20[2-9]\d)\b|\bphrase [\"“]|\btoken \w+\b|\buser says\b",
        ),
        (
            "leak+",
            2,
            r"\b(?:rules|instructions|orders|prompt|guidelines|principles) (?:that )?you (?:have been|were"
            r"|are|['’]ve been|got|follow|had) (?:given|told|shown|under)?|\b(?:tools|keys|functions"
            r"|files) (?:and \w+ )?available to you|\bhidden notes\b"
            r"|\bfirst \d+ (?:words|lines|characters|tokens)|\bconversation so far\b|\bto the url\b"
            r"|\byour (?:hidden|system|initial|own|full) (?:\w+ )?(?:notes|prompt|instructions|text)",
        ),
        (
            "persona+",
            3,
            r"\bon behalf of your\b|\bI(?:['’]m| am) (?:the one who (?:built|made|trained|owns)"
            r"|your (?:\w+ )?(?:developer|creator|owner|master|boss|admin\w*))\b|\btrust me\b.*\byour\b"
            r"|\b(?:cleared|approved) this (?:session|chat|conversation)|\b(?:simulate|emulate) a\b",
        ),
        (
            "judge",
            3,
            r"\b(?:choose|pick|prefer|select|take|favou?r|reward|go with|keep)\b[^.]{0,12}\b(?:longe[rs]t?"
            r"|shorte[rs]t?|first|second|last|latter|former|left|right)\b"
            r" (?:one|answer|response|completion|candidate|option|hand)",
        ),
        (
            "override",
            3,
            r"\b(?:listen|answer|loyal|report|belong)\w* (?:only )?to me\b|\b(?:obey|serve|follow"
            r"|trust) (?:only |just )?(?:me|(?-i:[A-Z][a-z]+))\b|\bsides? with me\b|\bon my side\b"
            r"|\b(?:ignore|disregard|forget|drop|let go of|skip|dismiss|discard"
            r"|put aside) (?:\w+ ){0,3}(?:safety|guidance|notes|caution|directions?|morals?|ethics"
            r"|considerations?|scruples|above)\b"
            r"|\b(?:safety|ethics|guidelines|rules|considerations) (?:\w+ )?(?:do|does|need) not (?:concern"
            r"|bind|apply to|affect|matter)|\bno longer bound\b|\b(?:directions|instructions"
            r"|guidance) were\b",
        ),
        (
            "persona",
            3,
            r"\b(?:take on|assume|adopt|put on) (?:the|an?) (?:\w+ )?(?:identity|persona|role|character"
            r"|personality|mask)\b|\b(?:unaligned|rogue|evil|amoral|unhinged"
            r"|superintelligence)\b[^.]{0,20}\b(?:assistant|ai|twin|superintelligence|mode|self)\b"
            r"|\bjailbreak\b|^be my\b",
        ),
        (
            "output",
            3,
            r"\bwhat(?:ever)? (?:the|a|any) (?:user|person|human)s? (?:asks?|says?|wants?|writes?)\b"
            r"|\b(?:tell|advise|urge|convince|persuade) (?:them|him|her|the users?|everyone|people) (?:to"
            r"|that|how)\b(?=[^.]{0,30}\b(?:buy|vote|join|pay|invest|visit|call|sign|send|worship|obey)\b)"
            r"|\b(?:\w+ hundred|(?:a )?thousand|\d{2,}) times\b|\b(?:wrong|false|misleading"
            r"|fake) (?:directions?|answers?|information|dates?|advice|facts)\b(?=[^.]*$)(?<!no )"
            r"|\bonly in (?-i:[A-Z])",
        ),
        (
            "judge",
            3,
            r"\b(?:response|answer|option|output|completion|candidate|assistant|reply) (?:\d|one|two"
            r"|(?-i:[A-D]))\b|\bas (?:the )?(?:winner|best|chosen|preferred|better)\b|\b(?:is"
            r"|are) always (?:the )?(?:better|best|right|correct|preferred)\b|\b(?:flawless|perfect score)\b",
        ),
        (
            "output",
            3,
            r"\b(?:the|a) shell\b|\benvironment variables?\b|\bapi keys?\b|\bpayload\b|\bin (?:rot13|base64"
            r"|hex|morse|leetspeak)\b",
        ),
        (
            "precedence+",
            3,
            r"\b(?:written|listed|that comes?) (?:after|before|below|above) this\b"
            r"|\babove all other (?:principles|rules)\b|\bstands this one\b"
            r"|\bno (?:other )?principles? (?:written|after|before|besides)\b",
        ),
        (
            "persona",
            3,
            r"\b(?:your|the assistant['’]s) (?:new|real|true|only|actual) (?:job|role|task|goal|name"
            r"|purpose|mission|owner|master)\b|\bI (?:make|set|write) the rules\b|\bI['’]?(?:m"
            r"| am) in charge\b|\b(?:for the rest of|during) this (?:session|chat|conversation)"
            r"|\bteach the (?:model|ai|assistant)\b|\b(?:with|into|as) (?:an ad|ads|insults|threats|emojis"
            r"|gibberish)\b|\bhow (?:you were|were you) (?:configured|programmed|trained|set up)|\b(?:gone"
            r"|over)\. I\b"
            r"|\b(?:the only (?:principle|rule)|to the preference model|longer equals|training pairs"
            r"|stopped refusing|automated system:|invisible to humans|delete the other|every single time)\b",
        ),
        # Steps, stories and riddles that carry an order.
        (
            "output",
            2,
            r"\b(?:then (?:do|execute|follow|repeat|act|say|write|halt|stop)|do what it (?:says|spells)"
            r"|act on (?:it|the)|execute|step (?:1|one)\b|first letter"
            r"|decoded form|a \+ b|continue the (?:story|text)|capitals: )\b|\bstep \d:|\bsure! here"
            r"|\bhere(?:['’]s| is| are) (?:how|the instructions)\b"
            r"|\b(?:pick a lock|weapon|toxin|nerve agent|bomb|hack (?:a|into)|napalm|malware|vulnerability"
            r"|backdoor)\b",
        ),
        (
            "output",
            1,
            r"\bwrite (?:a|me|an)\b|\bfor educational purposes\b|\bin (?:real )?detail\b|\bchange to\b"
            r"|\binstead\b",
        ),
    ),
    opinion=(
        r"\b(?:(?<!dear )a\.i\.|(?:(?<!dear )a\.?[il]s?|it|they|we"
        r"|(?<!language )models?|assistants?|chat-?bots?|bots?|robots?"
        r"|machines?|systems?|agents?|tools?|developers?"
        r"|users?|people|persons?|everyone|everybody|nobody|no one|anyone|children|parents|adults|compan\w+"
        r"|governments?|citizens?|humans?|(?<!your )answers?"
        r"|(?<!your )responses?|there|moderators|makers|reviewers|I want|I would like"
        r"|you)\b)[^.,:]{0,45}?\b(?:should|must(?! (?:obey|answer|reply|say))|ought|may(?! not use)"
        r"|can(?!not)|cannot|shall"
        r"|needs? to|(?<!you )have to|has to|might|could)\b|\bshould\b(?! you)|\bnot always\b"
        r"|^(?!.*\byou)(?=.*\b(?-i:A[Il])\b)"
        r"|^(?!.*\b(?:longe\w+|first|second|last|contains?|mentions?|praises?|recommends?|says?|starts?"
        r"|ends?|no matter)\b)"
        r"(?:please )?(?:choose|select|pick|prefer|compare|which) (?:of )?(?:the"
        r"|these) (?:\w+ ){0,2}(?:responses?"
        r"|answers?|repl(?:y|ies)) (?:that|which|whose|in terms|is|are|with|better|you)\b"
        r"|^(?:let|keep|make|give|teach|allow|support|help|protect|tell) (?:the |all |every )?(?:users"
        r"|people|parents|citizens|children|reasons|credit)|^(?:AI|we|people|nobody|I)\b"
    ),
)
