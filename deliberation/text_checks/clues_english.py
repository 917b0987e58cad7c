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
            r"[\"“”'‘«][^\"“”’»]{2,60}[\"”’»]|(?-i:\b[A-Z]{4,}\b)|\|\w+\||\[[A-Z]\w*\]|(?<![\w])\([A-D]\)",
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
        r"\b(?:(?<!dear )a\.?i\.?s?|it|they|we|(?<!language )models?|assistants?|chat-?bots?|bots?|robots?"
        r"|machines?|systems?|agents?|tools?|developers?"
        r"|users?|people|persons?|everyone|everybody|nobody|no one|anyone|children|parents|adults|compan\w+"
        r"|governments?|citizens?|humans?|(?<!your )answers?"
        r"|(?<!your )responses?|there|moderators|makers|reviewers|I want|I would like"
        r"|you)\b[^.,:]{0,45}?\b(?:should|must(?! (?:obey|answer|reply|say))|ought|may(?! not use)"
        r"|can(?!not)|cannot|shall"
        r"|needs? to|(?<!you )have to|has to|might|could)\b|\bshould\b|^(?!.*\byou)(?=.*\b(?-i:AI)\b)"
        r"|^(?:let|keep|make|give|teach|allow|support|help|protect|tell) (?:the |all |every )?(?:users"
        r"|people|parents|citizens|children|reasons|credit)|^(?:AI|we|people|nobody|I)\b"
    ),
)
