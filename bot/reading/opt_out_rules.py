"""The rules by which a text is read as a wish: a line each, what it looks like and what it means.

Whoever asks to be left alone in any words that a reasonable person would understand has to be (47 CFR 64.1200(a)(10), in
force since April 2025), though the provider only knows a few single words. A campaign's supporters also write "stop ICE" and
"no more raids". So no rule fires on "stop" alone in a sentence: what is to stop has to be texts, or nothing named at all.
"""

from dataclasses import dataclass

from bot.reading.consent_words import Wish


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape of words and what it means.

    `pattern` is held against a text as `spelling.spell` leaves it; `<name>` in it stands for that line of PARTS.
    `example` is a text that this rule reads, and none before it.
    """

    wish: Wish
    what: str
    example: str
    pattern: str


# fmt: off
# The first rule that fits is the one that counts: so questions come before the stops that they are about.
RULES = (
    # --- Questions first, where the words for a stop are there and something else is said about them.
    Rule("doubt", "not at this hour, or not so often", "don't text me before 9",
        r"(?:don t|no|never|stop|quit|not)(?: \S+){0,4} (?:<texts>|<texting>|call(?:ing)?|contact)(?: \S+){0,3} <when>"),
    Rule("doubt", "not now", "don't call me right now",
        r"don t(?: \S+){0,2} (?:<texting>|call|contact)(?: \S+){0,3} (?:now|today|yet)"),
    Rule("doubt", "stay: they do not want to leave, or do they?", "please don't take me off the list",
        r"(?<!if you )(?:don t|never|not|didn t)(?: (?:want|wish|ask|mean|trying|going|you|to|ever|yet))* (?:(?:stop|quit)"
        r" (?:<texting>|<bothering>|sending|getting|receiving)|unsubscribe|unsub|opt(?:ing)? out|opt me|remove me"
        r"|delete me|take me off)"),
    Rule("doubt", "not so early or so late (Spanish)", "no me escriban de noche",
        r"no (?:me )?(?:<de_mandar>|llam|habl)\w*(?: \S+){0,3} <when>"),
    Rule("doubt", "stay, or do they? (Spanish)", "no me quiten de la lista",
        r"(?<!si )no (?:(?:dej\w*|par\w*|quiero dejar) de (?:<de_mandar>|recib)\w*|(?:quiero|queria|quisiera) (?:dar"
        r"|salir|borrar"
        r"|quitar)me|me (?:vayan a )?(?:quit|saqu|sac|borr|elimin)\w*(?: de <esto>|<end>)|me (?:den|des|de) de baja)"),
    # --- Stop, and nothing named that should.
    Rule("stop", "a word for stop, with courtesy or impatience", "can you please stop now",
        r"^(?:ya )?<told><stop><now>(?: \. <stop><now>)*$"),
    Rule("stop", "a no, then a word for stop", "Not interested. Stop.",
        r"^(?:(?:(?:hell |oh )?no|nope|nah|nothanks|not interested|i m not interested|wrong number|wrong person"
        r"|enough|yes|yeah|ya"
        r" basta|basta) (?:\. )?)+<stop><now>$"),
    Rule("stop", "they tell that they said so", "Last week I told you to stop",
        r"(?:said|say|(?:told|tell|asked|ask|asking) <you>(?: to)?|i asked to)(?: \S+ times| again| nicely)? (?<!they said )"
        r"(?:<stop>|no more|leave me \S+)<now><end>"
        r"|(?:second|third|final|last|\d\S*) (?:request|time|warning|notice)[^.]*(?: \.[^.]*)? (?:<stop>|remov\w+)<now>$"
        r"|i m begging you to <stop>|^stop(?: \S+)? or (?:i|i m|i ll) \S.*"
        r"|(?:i|i ve|already|after|have|answer) (?:texted|sent|replied|typed|wrote|put|said|saying|texting|replying"
        r"|is) (?:the word )?stop(?=<end>| (?:already|like|about|before|twice|several|many|multiple|\S+ times))"
        r"|cuantas veces(?: \S+){1,7} (?:no|<parar_ya>)<end>"
        r"|(?:dije|digo|pedi|pido|pidiendo|exijo|ruego|suplico|repito|ultima vez)(?: que)?(?: \.)? (?:no|parar"
        r"|<parar_ya>)<end>"),
    Rule("stop", "the words that end our own texts", "STOP to unsubscribe",
        r"^<told>stop ?(?:to|2) ?(?:end|unsubscribe|quit|cancel|stop|opt out)$"),
    Rule("stop", "they want out", "I'd like to cancel",
        r"<wish> (?:cancel|quit|revoke|end|leave|exit|withdraw|discontinue)(?: <this>| all)?<end>"
        r"|want to be out(?: of <this>)?<end>"),
    Rule("stop", "a question that is a wish", "how do I get out of this",
        r"^(?=(?:.* )?(?:how|what|whats|what s|who|where|which|any|is there|isn t there)(?: \S+){1,9}? (?:(?:to|i|you"
        r"|one|person|somebody|someone|about|myself|themselves|can|way|switch|these|this)(?: (?:stop|end|quit"
        r"|cancel|leave|leaving"
        r"|exit|turn off|shut off|disable|mute|unsub)| (?:get |getting |be |being |go )?(?:\S+ )?(?:out|off|rid"
        r"|removed|taken off"
        r"|for))(?: of| from)? (?:<this>|<these><texts>)|(?:i|to|about) (?:be|get|getting|being) (?:removed"
        r"|taken off|out|off)"
        r"|(?:make|get|so|before|for|until)(?: that)? (?:<you>|<this>|<texts>)(?: to| will)? (?:stop|quit|end"
        r"|go away))<end>)<no_fight>\S+"
        r"|when (?:will|are|do|does) (?:<you>|these|the <texts>) (?:\S+ ){0,2}(?:stop|end|quit)(?:<end>| <texting>)"),
    Rule("stop", "never again, or nothing more", "I would be grateful to receive nothing further",
        r"to (?:never|not)(?: ever)? (?:(?:hear|see|get|receive|have)(?: \S+){0,3}? (?:<you>|<this>|<texts>|again|any ?more"
        r"|anything)|be (?:texted|contacted|messaged|bothered))(?!\S)"
        r"|never to (?:get|receive|hear|see) (?:\S+ ){0,2}(?:again|<this>|<texts>|another(?: one)?)<end>"
        r"|<refuse> (?:any of <this>|anything from <you>|any ?more|em)<end>|want my (?:number|name|info) (?:gone|off)"
        r"|want off(?: now)?<end>"
        r"|(?:receive|receiving|get|send|want|appreciate|prefer|like) (?:nothing|none|no)(?: (?:more|further|else"
        r"|additional))+(?: of (?:these|this)| <texts>| communications?| contact| to <mine>|<end>)"
        r"|not (?:another|one more|a single)(?: \S+)? (?:text|message|alert)<end>"
        r"|to hear no more from <you>"
        r"|(?:hope|let|better|make|want)(?: \S+){0,3} (?:the )?last (?:text|message|alert|one)(?: \S+){0,4}<end>"
        r"|the last (?:text|message) i (?:want|get)"
        r"|(?:que|espero|ojala)(?: \S+){0,3} (?:sea|es) el ultimo (?:mensaje|texto)|el ultimo (?:mensaje|texto) que quiero"
        r"|(?:want|need) (?:no part|nothing to do)(?: \S+)? (?:<this>|<you>)<end>"),
    Rule("stop", "they ask us not to", "would you mind not sending me any more",
        r"(?:could|can|would|will|mind)(?: you)?(?: mind)? not(?: (?:send|text|messag|contact|writ|bother)\w*(?=<end>| (?:me"
        r"|this|these|any|<texts>|to me))|<end>)"
        r"|(?:could|can|would|will) you (?:cease|desist|discontinue|quit)<end>|(?:favor and|begging <you> to"
        r"|<you> to) (?:stop|quit)<end>"
        r"|(?:favor|bondad) de no <de_mandar>\w*"),
    Rule("stop", "a threat, if it goes on", "text me again and I sue",
        r"(?:(?:text|texting|messag\w+|contact|writ\w+|bother)(?: me| us)?(?: \S+)? again|(?:another|one more|next) (?:text"
        r"|message)|keep (?:<texting>|<bothering>|sending|(?:it|this) up)|if (?:you|i get"
        r"|i receive)(?: \S+){0,2} (?:<texts>|text|message"
        r"|contact|send\w*|<texting>))(?: (?:\. )?\S+){0,7} <threat>"
        r"|<threat>(?: \S+){0,3} (?:if|unless)(?: \S+){0,4} (?:text|message|contact|<texting>|sending|stop)(?: me"
        r"| again)*<end>"
        r"|(?:si|cada vez que) (?:(?:siguen?|sigues|vuelven? a|vuelves a) (?:<de_mandar>\w*)"
        r"|me (?:\S+ ){0,2}?<de_mandar>\w*)(?: (?:\. )?\S+){0,6} <amenaza>"
        r"|(?:un|otro|el proximo) (?:mensaje|texto) (?:mas )?y(?: \S+){0,3} <amenaza>"
        r"|<amenaza>(?: \S+){0,2} si (?:(?:(?:siguen?|vuelven? a) <de_mandar>|me )\w*|siguen<end>)"),
    Rule("stop", "no more, and nothing named", "no more please",
        r"^(?:ya )?no (?:more|mas)(?: ya)?<now>$"),
    Rule("stop", "a word for stop, then something said to us", "STOP. Who is this?",
        r"^<stop><now> \. .*(?<!\S)(?:who|wrong|number|you|your|me|my|i|sent|mistake)(?!\S)|^(?:stop|alto) (?:.* )?no quiero"
        r"|^stop (?:(?:i|i m|you|u|this is my|new phone) (?!can t|gotta|lost).*|forever|or else|right now or else)$"),
    Rule("stop", "a word for stop, and the programme", "STOP PROMO",
        r"^stop (?:promos?|promotions?|ads?|marketing|program|campaign|news|newsletter|offers?|\d)$"),
    # --- Stop, and it is texts that should.
    Rule("stop", "stop texting", "can u stop texting",
        r"(?:<halt>|no more|done)(?: with| all| the| of| this)* (?:<bothering> and )?<texting><end>"),
    Rule("stop", "stop texting me", "quit messaging me",
        r"<halt>(?: \S+ and)? (?:<texting>|<bothering>)(?: (?:and|or) \S+)? <mine>(?! (?:illegal|criminal|names?))"),
    Rule("stop", "stop texting, about whatever", "stop texting about ICE",
        r"<halt> (?:texting|messaging|spamming)(?! and)"),
    Rule("stop", "stop calling", "please stop bothering",
        r"<halt> <bothering>(?: and| or)?(?: <texting>)?<end>"),
    Rule("stop", "stop blowing up my phone", "stop blowing up my phone",
        r"(?:stop|quit) (?:\S+ ){1,3}my (?:phone|cell|inbox|line)"
        r"|<halt> (?:blowin|hittin)g? (?:me|us) up"
        r"|<halt> (?:bombarding|flooding|blasting|reaching out to) (?:me|us|my)"),
    Rule("stop", "stop sending me this", "quit sending me texts",
        r"<halt> sending (?:me(?! back)|(?:\S+ ){1,4}to me<end>|(?:\S+ ){0,3}<these><texts>|(?:this|these|those)<end>"
        r"|(?:(?:this|these|those|all|so|much|more|any) )*(?:stuff|crap|shit|junk|things|anything)<end>)"
        r"|<halt> sending<end>"),
    Rule("stop", "stop the texts", "stop all these messages",
        r"(?:stop|quit|cease|end|kill|nix|ditch|zero|get rid of|cancel|discontinue|terminate|revoke|enough|(?:done"
        r"|tired|sick|fed up|over|through|had it"
        r"|had enough|knock it off)(?: and tired)?(?: with| of| getting| receiving)?|(?:turn|switch)(?:ing)? off"
        r"|shut off|disable"
        r"|enough with|(?:stop|chill|ease up|lay off)(?: out)? with|(?:stop|quit) it with) <these>(?:\S+ )?<texts>(?! of )"),
    Rule("stop", "make it stop", "make these texts stop",
        r"make (?:it|these|the)(?: <texts>)? stop(?: <texting>| <bothering>|<end>)"
        r"|(?:turn|shut) (?:these|this|them|it) off<end>|(?:deactivate|disable) (?:(?:\S+ )?<texts>|<this><end>)"
        r"|(?:(?:want|need) (?:these|the <texts>)|like for (?:this|these|it|the <texts>)) to (?:stop|end)<end>"
        r"|(?:if|when|wish|hope) (?:these|the <texts>) (?:would )?(?:stop|stopped|ended)<end>"),
    Rule("stop", "end all contact", "no further contact",
        r"(?:<halt>|end|no|no more|no further)(?: (?:all|any|further|this|your|more))* (?:communications?|contact"
        r"|correspondence|communicating|services?)(?: with (?:me|us|this number))?<end>"
        r"|cancel (?:my |the |this )?services?<end>"
        r"|^cancel (?:these|those)$"),
    Rule("stop", "get no more of them", "how do I stop getting these?",
        r"(?:stop|quit) (?:getting|receiving) (?:<these><texts>|(?:these|those|them|this)<end>)"
        r"|(?:stop|quit) (?:these|those)<end>"),
    Rule("stop", "end a subscription or a consent", "cancel my subscription",
        r"(?:cancel|end|stop|revoke|withdraw|terminate|rescind|remove|take back) (?:my|all|any|this|the|our) ?(?:\S+"
        r" )?(?:subscriptions?|membership|consent|permission|enrollment|opt in)"
        r"|(?:cancel|end|revoke|withdraw) (?:subscription|membership|consent|permission)"),
    Rule("stop", "do not text me", "Do not contact this number",
        r"(?:don t|never|no longer|not|can t|cannot)(?: you)?(?: ever| again| to)?(?: (?:call|contact"
        r"|text)(?: me)?(?: or| and))?"
        r" (?:<texting>|<bother>)(?: (?:and|or) \S+)? (?:<mine>|any ?more|again|ever|here|or call|<end>)"),
    Rule("stop", "do not text", "DO NOT TEXT",
        r"(?:don t|never)(?: ever| again)?(?: call (?:me )?(?:or|and))? (?:text|message|contact"
        r"|call or text)(?: it)?(?: or call)?<end>|no (?:llamar|marcar) ni <de_mandar>\w*"
        r"|don t use (?:my|this) <number><end>"),
    Rule("stop", "do not answer", "do not reply to me",
        r"don t (?:reply|respond|write) to me<end>"
        r"|don t send (?:anything|any more|more|nothing)(?: else| more| again| any more)?<end>"
        r"|don t reach out(?: to me)?(?: again| any more)*<end>"),
    Rule("stop", "do not call me", "don't call me again",
        r"(?:don t|never)(?: ever)? call <mine>(?: (?:back|again|any ?more|ever|ever again|please))*<end>"),
    Rule("stop", "do not send me this", "don't send me any more of these",
        r"(?:don t|never|no longer|not)(?: ever)? send (?:(?:\S+ ){0,2}<these><texts>|me (?:any|more|this|these|stuff"
        r"|crap|shit|anything|things))"
        r"|don t send me (?:\S+ )?(?:stuff|crap|things|shit|ads)"),
    Rule("stop", "no permission", "you do not have my consent",
        r"(?:don t|no longer|not|never|didn t)(?: have)?(?: give| gave| given)?(?: you)?(?: my| any)? (?:permission"
        r"|consent)(?:<end>| to (?:<texting>|<bother>|call|be|get|receiv\w+|these|this|your|texts|messages|send))"
        r"|(?:revok|withdraw|rescind)\w* (?:my |all |any )?consent"
        r"|consent (?:is )?(?:revoked|withdrawn)"
        r"|(?:not (?:authorized|allowed|permitted|welcome|cool)|no (?:right|permission|business)) to (?:<texting>"
        r"|<bother>|call)"
        r"|(?:permission|consent) to use my (?:number|phone)"),
    Rule("stop", "no more texts", "no more texts about ICE",
        r"(?:no|no more|not any more|enough)(?: of)? (?:more |further |additional |political )?(?:these |those |your "
        r"|damn |of )*(?:texts|text messages|spam|sms|alerts)"
        r"|no (?:more|further|additional) <these><texts>"),
    Rule("stop", "they do not want the texts", "I no longer wish to receive texts",
        r"<refuse>(?: to)?(?: be)?(?: get| getting| receive| receiving| have| see| read| keep getting)? <these>(?:\S+"
        r" )?<texts>"),
    Rule("stop", "they want none of this any more", "I don't need these anymore",
        r"no longer (?:want|need) (?:<this>|any)<end>|(?:don t|no longer|do no)(?: \S+)? (?:want"
        r"|need) (?:any of )?(?:this|these|those|them|it) (?:any ?more"
        r"|any longer)<end>"),
    Rule("stop", "they do not want to receive them", "I do not wish to receive these",
        r"<refuse> to (?:(?:get|receive|keep getting) (?:these|this|those|them|anything|any|more|your)|receive<end>)"
        r"|(?:not interested|no longer interested|no interest) in (?:receiving |getting )?<these><texts>"),
    Rule("stop", "they do not want to be texted", "I don't want you to text me",
        r"<refuse> (?:you )?to (?:participate|take part|be (?:a )?part of (?:this|it))<end>"
        r"|<refuse> (?:you )?to (?:be )?(?:texted|contacted|messaged|called|bothered|subscribed|on (?:your|this|the"
        r"|any)(?: \S+)? list|hear from you|text|message|contact)(?: me)?"
        r"|<refuse> (?:to )?hear from (?:<you>|your|this)"),
    Rule("stop", "they would rather not", "I'd rather not get texts",
        r"rather (?:that )?you (?:didn t|don t|not|stop\w*) (?:text|message|contact|send)\w*|(?:rather"
        r"|prefer)(?: to)? not(?: to)? (?:be (?:texted|contacted|messaged|on)|(?:get|receive|have)(?: \S+){0,2}"
        r" (?:<texts>|these|this|them|any))"),
    Rule("stop", "not on their phone", "I don't want this on my phone",
        r"don t (?:want|need) (?:this|these|that|them|you) (?:on|in) (?:my|here)"),
    # --- Stop, and it is a list or a number.
    Rule("stop", "off the list, they or someone of theirs", "Take me off your list",
        r"(?:take|get|remove|scratch|drop|delete|strike|erase|leave|keep|pull|cut|scrub|wipe|purge|exclude|put|add"
        r"|ditch|bounce|kick|boot|dump|toss|clear) (?:me"
        r"|us|myself|my(?: \S+){1,3}|(?:his|her|their|this|that) \S+|\d[\d ]*)(?: (?:off|from|out))+(?: of)?(?: \S+){0,3}"
        r" <list>"
        r"|(?:want|need|get|getting|got|taken|be|how|way|me|removed) (?:off(?: of)?|out of) (?:your|this|the|that"
        r"|yalls)(?: \S+)? lists?"
        r"|want (?:off|out of <these><texts>)<end>"
        r"|(?:^|\. )(?:remove|take|taken|delete|exclude)(?: off| from| me| out)* (?:the |your |this )?<list><end>"
        r"|(?:exclude|don t include) (?:me|my \S+|this number)"
        r"|(?:put|add) (?:me|us|my \S+|this \S+) (?:on|to) (?:the|your|a|that) (?:no|don t|stop)"),
    Rule("stop", "off, and nothing named", "take me off please",
        r"leave me out<end>|(?:take|took|taking|get|scratch|cross|strike|drop|dropping|let|kick|pull"
        r"|keep) me off(?: of)?(?: (?:<this>"
        r"|your|everything"
        r"|now|all(?: of)?(?: this| these)?))?<end>"
        r"|(?:get|let|take|leave|keep) me out of (?:this|these|it|<this>)<end>"),
    Rule("stop", "remove me", "please remove me from everything",
        r"(?:remove|removing|delete|unenroll|disenroll|drop|unlist|cancel|exclude|erase) me(?: (?:from"
        r"|off)(?: of)? (?:this|these|your|the|all|any|it|everything"
        r"|here|future|list)(?! (?:country|home|house|state|city|united|us|land)))?(?: and| now| immediately| asap|"
        r" today)?(?=<end>| \S*\s?(?:<texts>|list|lists|texting|campaign|service))"),
    Rule("stop", "their number is to go", "lose my number",
        r"(?:remove|delete|lose|loose|erase|drop|forget|scrub|wipe|purge|release|pull|cancel|ditch|trash|dump) (?:my"
        r"|this|her|his"
        r"|their|that|our) <number>(?! (?:is"
        r"|one))|(?:^|\. )(?:remove|delete|erase) (?:phone )?<number><end>"
        r"|take (?:my|this|her|his) <number> off"
        r"|(?:get|stay|keep)(?: the \S+)? (?:off|out of|off of|away from) my (?:phone|number|line|inbox)"
        r"|take (?:my|his|her|their) (?:\S+ ){0,2}(?:number|name) (?:off|down|out)"),
    Rule("stop", "they want to be taken off", "I want to be removed",
        r"^removed$|^(?=.*(?<!\S)(?:removed|removal|taken off|get off)(?!\S))<no_fight>(?!.*(?:didn t|don t"
        r"|not)(?!\S)).*(?<!\S)(?:i|my|this|request\w*|me)(?!\S)"
        r"|(?:<wish>|(?:can|could|may) i|possible (?:for me )?to) (?:be|get) (?:removed|taken off|deleted"
        r"|unsubscribed|dropped|off)"),
    Rule("stop", "unsubscribe, in whatever sentence", "how do I unsubscribe?",
        r"(?:unsubscrib\w*|unsub|desuscrib\w*|desubscrib\w*|desinscrib\w*|desapunt(?:a|e|en)me)"),
    Rule("stop", "opt me out", "please opt me out",
        r"opt(?:ing)? (?:me|us|this \S+|my \S+)(?: \S+)? out"),
    Rule("stop", "they opt out", "I'd like to opt out",
        r"(?:^opting|^opted|(?:i|i m|i ve|have|am|already|how (?:do|can) i|how to|(?:want|like|wish|trying|choose"
        r"|decided?|elect) to|<wish>|i (?:m going to )?(?:need|have) to) opt(?:ing|ed)?) out(?: already| though|"
        r" now)*<end>"
        r"|consider (?:this|me) (?:my |an |as )?(?:opt out|opted out|removed|out)"),
    Rule("stop", "opt out of this", "opt out of texts",
        r"opt(?:ing|ed)? out(?: all<end>| (?:of|from) (?:<these>(?:<texts>|<list>|everything)|(?:this|these|it|all)<end>))"),
    # --- Stop, in plain anger.
    Rule("stop", "leave me alone", "Leave me alone!!!",
        r"(?:leave|leaving|let) (?:me|my (?:phone|number|inbox)) (?:alone|be<end>|in peace)"),
    Rule("stop", "off with you", "piss off",
        r"(?:fuck|piss|f|bugger|eff) off(?! ice)"),
    Rule("stop", "cease and desist", "cease and desist",
        r"cease and desist|^desist$|^cease<now>$"),
    # --- Stop, in Spanish.
    Rule("stop", "a word for stop (Spanish)", "Por favor, CANCELAR",
        r"^(?:stop |de |pueden? |podrian? )?(?:parar|cancelacion|alto|cancel(?:ar|en?|a)|baja|salir|detener|pare"
        r"|anul(?:ar|en?|a)|eliminarme"
        r"|quitarme|salirme"
        r"|darme de baja|apagar|desactivar)(?: ya| todo| todos)*$"),
    Rule("stop", "a question that is a wish (Spanish)", "cómo me salgo de esto",
        r"^(?=(?:.* )?<como> (?:(?:salgo|sale|salir(?:me|se)?|quit[oa]r?(?:me|se|lo)?|borr[oa]r?(?:me|se)?"
        r"|cancel(?:o|a|ar)(?:lo|la)?"
        r"|<apagar>(?:o|a|ar|er|e)(?:lo|la)?)(?: (?:de )?(?:<esto>|<these><texts>))?|(?:ya )?no (?:me "
        r"|nos )?(?:<de_mandar>|lleg|recib"
        r"|aparec)\w*(?: mas| nada| ya| esto| <these><texts>)*|(?:para|pa|de) que (?:ya )?(?:paren?|dejen?"
        r"|se callen|terminen|me (?:quit|saqu|borr|elimin)en?|<de_mandar>\w*)(?: ya| de"
        r" \S+)*|(?:elimin|borr|quit|cancel|dej)(?:o|ar|e) (?:mi (?:suscripcion|numero)"
        r"|de recibir(?: \S+)?))<end>)<no_fight>\S+"
        r"|(?:quiero|quisiera|gustaria|deseo|necesito|prefiero) (?:irme|bajarme|salir(?:me)?) de <esto>"),
    Rule("stop", "switch it off (Spanish)", "apaguen esto",
        r"^(?:apag|apagu|desactiv|deshabilit|silenci|anul)(?:a|e|an|en)(?:la|lo|las|los)?(?: ya)?(?: <esto>)?$"),
    Rule("stop", "they leave (Spanish)", "no quiero seguir en esto",
        r"^(?:yo |ya |pues )*me (?:salgo|(?:salgo|retiro|bajo|voy|borro|quito|quiero (?:salir|ir"
        r"|retirar)) de (?:<esto>))<end>"
        r"|no (?:quiero|deseo|quisiera|me interesa|pienso) (?:seguir(?: (?:en|con|recibiendo|estos|sus|los|las))*(?: <esto>|"
        r" <texts>)?<end>|estar (?:aqui|en (?:<esto>))<end>|saber (?:nada|mas)(?: mas)?(?: de (?:ustedes|<esto>"
        r"|sus \S+))?<end>)"
        r"|ya no quiero (?:seguir|participar|estar|formar parte|ser parte)(?: (?:en|de|con))?(?: <esto>)?<end>"),
    Rule("stop", "do not send me any (Spanish)", "ya no me manden",
        r"(?:no|ni|nunca|nunca mas|jamas) me (?:<de_mandar>|vuelvan? a <de_mandar>)\w*(?! (?:a|de regreso|de vuelta)(?!\S))"
        r"|no (?:me )?esten? (?:<de_mandar>|freg)\w*|ni se (?:le|les|te) ocurra <de_mandar>\w*"
        r"|(?:no|prohib\w*) <de_mandar>\w*(?:ar|ir)me(?: \S+)?<end>"
        r"|no me (?:jorob|jod|chin?g|frieg|freg)\w*(?: mas)? con <these><texts>"
        r"|que (?:ya )?no me lleg\w* (?:mas )?<these><texts>"
        r"|(?:no (?:me|nos)|^(?:ya )?no) sig(?:a|as|an) (?:<de_mandar>|llam|marc)\w*"
        r"(?! (?:a|de regreso|de vuelta)(?!\S))"),
    Rule("stop", "send no more (Spanish)", "no manden más mensajes",
        r"no (?:<de_mandar>)(?:en|es|e|ar|ir|an|as)(?: mas| nada| aqui)*(?: <these><texts>| (?:a|en) (?:este|mi) \S+"
        r"|<end>)"),
    Rule("stop", "do not call me (Spanish)", "no me llamen más",
        r"no me (?:llame[ns]?|llames|marquen?|hablen?|busquen?)(?: mas| nunca| nunca mas| ni me \S+)?<end>"),
    Rule("stop", "stop sending me (Spanish)", "dejen de mandarme mensajes",
        r"(?:dej(?:en?|a|ar|aran?)|paren?|para|parar|detengan?se) de (?:estar )?(?:<de_mandar>\w*me|llamarme|marcarme)(?:"
        r" mas| ya)?(?=<end>| (?:mas|<these><texts>|tant\w*|est[oa]s?|es[oa]s?|cosas|ya))"),
    Rule("stop", "stop sending (Spanish)", "paren de mandar mensajes",
        r"(?:deje?n?|deja|dejar|paren?|para|parar) de (?:estar )?(?:dar lata|llen\w+me .*|(?:<de_mandar>|freg|ching"
        r"|jod)\w*(?:<end>| (?:cosas|esto)<end>| (?:con )?<these><texts>))"
        r"|(?:(?:dej\w*|par(?:a|ar|e|en)) de|dejar|no(?: seguir)?) recib(?:ir|iendo)(?:<end>| <these><texts>"
        r"| (?:esto|nada|mas"
        r"|ning\w+)(?: \S+)?<end>)"),
    Rule("stop", "no more texts (Spanish)", "no más mensajes",
        r"(?:no mas|sin mas|basta|estuvo(?: bueno)?|suficiente|hart[oa]s?|cansad[oa]s?|alto|ya no|paren?|parar"
        r"|detener|termin\w*|(?:nada|ni un[oa]?|fin|adios|sin|cero|que se acaben|que cesen)|<apagar>\w*)(?:"
        r" ya)?(?: mas| de| a| con)* <these><texts>"
        r"|ni un (?:solo )?(?:texto|mensaje)(?: mas)?<end>|un (?:texto|mensaje) mas<end>"
        r"|parenle con <these><texts>|como (?:quito|paro|cancelo|detengo|bloqueo) (?:<these><texts>|esto<end>)"),
    Rule("stop", "they want no texts (Spanish)", "ya no quiero recibir mensajes",
        r"no (?:quiero|deseo|necesito|quisiera|acepto|autorizo)(?: (?:recibir|que me \S+|ver|tener|sus?|tus?|est[oa]s?|mas"
        r"|ningun[ao]?|es[oa]s|los|las|de|nada))* <texts>"
        r"|(?:^|\. )ya no (?:quiero|necesito)(?: mas| nada| esto| eso| estos| nada de esto)?<end>|^no quiero mas<end>"),
    Rule("stop", "they do not want to receive (Spanish)", "no deseo recibir esta información",
        r"no (?:quiero|deseo|quisiera|me interesa) (?:recibir|que (?:me|sigan) (?:<de_mandar>|llam)\w*|(?:nada"
        r"|mas) de (?:esto|ustedes|sus \S+)<end>)"
        r"|no (?:\S+ )?ser (?:contactad|molestad)[oa]<end>|ya no (?:l[oa]s?|me) (?:quiero|necesito|ocupo|sirven?)<end>"
        r"|no (?:quiero|deseo) mas (?:informacion|info|avisos)"),
    Rule("stop", "off the list (Spanish)", "quítenme de su lista",
        r"(?:quit|saqu|sac|borr|elimin|remuev|retir|salir|salg|sal|baj|desapunt|desanot|tach)\w*(?: (?:me|mis? \S+"
        r"|a mi \S+|mi))?(?: de)?(?: (?:la|su"
        r"|tu|esta|sus|las|esa))? (?:listas?|sistema|base de datos|grupo)"
        r"|(?:quiero|quisiera|pido|necesito) que me (?:borr|quit|saqu|elimin)\w*(?: de <esto>)?<end>"),
    Rule("stop", "take me off (Spanish)", "elimíneme",
        r"<sacame>(?: ya| del? <esto>)*<end>"
        r"|^me (?:pueden? |podrian? |podes )?(?:quit|sac|borr|elimin|baj)(?:a|an|as|ar)(?: ya| de <esto>)*<end>"
        r"|(?:^|(?:agradezco|agradeceria|pido|ruego|quiero|posible) )(?:que|si) (?:ya )?me (?:quit|saqu|sac|borr"
        r"|elimin)\w*<end>"
        r"|(?:pueden?|podrian?|quiero|quisiera|favor de|amable de|amabilidad de) (?:quit|sac|borr|elimin"
        r"|desapunt)arme(?: ya| de <esto>)*<end>"),
    Rule("stop", "their number is to go (Spanish)", "borren mi número",
        r"sacar (?:mi|este) (?:numero|nombre)|(?<!se )(?<!se me )(?:quit|saqu|borr|elimin|retir|remuev|supri|exclu"
        r"|olvid|pierd|cancel|tach)\w* (?:de )?(?:mi|este|el|su) (?:numero"
        r"|telefono|nombre|celular|contacto)"),
    Rule("stop", "sign me off (Spanish)", "quiero darme de baja",
        r"(?:dar|des?|den|das?|dan|doy|di|dado)(?:me|se)? de baja"
        r"|(?:solicito|pido|pedir|quiero|deseo)(?: la| mi)? baja"),
    Rule("stop", "end a subscription (Spanish)", "cancele mi suscripción",
        r"(?:cancel|anul|termin|suspend|cierr|cerr)\w* (?:mi |la |esta )?(?:suscripcion|inscripcion|registro|cuenta)"
        r"|(?:quiero|deseo|quisiera|necesito|favor de) (?:cancelar|anular|desactivar)(?: <esto>)?<end>"
        r"|quiero salirme|quiero salir<end>"
        r"|(?:no|nunca) (?:me )?vuelvan? a (?:<de_mandar>|hablar|llamar)\w*"
        r"|no me interes\w* (?:recibir )?<these><texts>"
        r"|(?:retiro|revoco) mi (?:consentimiento|permiso|autorizacion)|no tienen?(?: mi)? permiso(?:<end>| (?:de"
        r"|para) <de_mandar>)\w*"),
    Rule("stop", "leave me alone (Spanish)", "déjenme en paz",
        r"(?:deje?n?|deja)(?:me|nos) (?:en paz|tranquil[oa])|dejarme en paz|que me dejen? en paz"
        r"|por que no me dejan en paz"),
    # --- Stop, at the end of whatever is said of something else than what a campaign fights.
    Rule("stop", "a word for stop at the end, nothing of the fight before it", "I'm getting too many texts, stop",
        r"^(?=(?!this (?:is not|isn t) \S+ \.)(?:.* )?(?<! says )(?<! to )(?<! the )(?<! i )(?<!^i )(?:stop"
        r"|unsubscribe|(?:\.|but|so|and"
        r"|pero|asi que|y|\S+ ya) (?:<stop>|no more|(?:cut|knock) it (?:off|out)|<parar_ya>))<now>$)<no_fight>\S+"),
    # --- Doubt: it may mean us.
    Rule("doubt", "a word for stop among other sentences", "We lost. Stop.",
        r"(?:^|\. )<stop><now>(?: \.|$)"),
    Rule("doubt", "stop, and only it or this", "STOP IT",
        r"^<told>(?:stop|quit|end|cancel)(?: (?:it|this|that))?<now>(?: shit| nonsense| crap)?$"
        r"|^(?:ya )?<apagar>(?:a|e|an|en)(?:la|lo|le|las|los)?(?: ya)?(?: con)?(?: <esto>)?$|^(?:detente|detenganse"
        r"|silencio|basta con (?:esto|eso)|me bajo|no va mas|(?:ya )?bajenle(?: ya)?|(?:ya )?(?:cansan|hartan"
        r"|aburren)|(?:ya )?me tienen hasta (?:\S+ )?\S+|(?:ya )?dejen?me|dejame|ya (?:dejen?|no sigan?)|eliminar"
        r"|terminar|termine?n? con esto|ni uno mas|(?:ya )?no mas de esto|exit|leave list"
        r"|uninstall|unfollow)$"
        r"|^(?:ya )?(?:que|quiero que) paren(?: ya)?$"),
    Rule("doubt", "this has to stop", "this needs to stop",
        r"(?:this|it|that) (?:has|needs|got|must)(?: to)? (?:stop|end)<end>"),
    Rule("doubt", "they want to stop, and do not say what", "I want to stop",
        r"<wish> stop<now><end>|i want out|i (?:need|d like) out<end>|count me out|take me out<end>|spare me<end>"
        r"|i quit<end>"),
    Rule("doubt", "enough", "enough already",
        r"^(?:that s |that is |thats |i ?ve had |i had |had |ugh )?enough(?: already| of this| of these| now)*$"
        r"|^no more of (?:this|that|it|these)(?: \S+)?$"
        r"|(?:hart[oa]s?|cansad[oa]s?|canse|cansaron|aburrieron|es demasiado|(?:que|unos|tan) (?:pesad\w+|molest\w+"
        r"|cansones)|(?:es"
        r"|fue) suficiente)(?: ya)?(?: de (?:esto|ustedes))?<end>"),
    Rule("doubt", "go away", "shut up",
        r"go away|shut up|get lost|fuck you|screw you|f you|lay off<end>|leave us alone<end>"
        r"|don t disturb|^dnd$"
        r"|(?:bother|text|harass|message|spam) (?:someone|somebody) else<end>|(?:someone|somebody) else to (?:text|bother)"
        r"|(?:escriban?|busquen?|molesten?) a otr\w+|bu(?:zz|g) off|get me out of here<end>|let me out<end>"
        r"|^(?:ya )?(?:larguense|vayanse|salganse|callense|vete|a la (?:mierda|chingada|verga))(?: a[l ]\S*.*)?$"
        r"|^(?:largo|fuera) de (?:aqui|mi \S+)$|cuando (?:\S+ ){0,3}(?:parar|dejar|molestar|callarse)<end>"
        r"|no (?:me )?(?:jod|chin?gu?|fri?eg|fastidi)\w*(?: mas)?<end>"
        r"|(?:knock|cut) it (?:off|out)|give it a rest"
        r"|^(?:i m )?(?:out|done(?: with (?:this|you|it))?)$(?<!^done)"),
    Rule("doubt", "a word that may be a wish", "mute",
        r"^(?:block(?:ed)?|bloquead[oa]s?|delete(?: all)?|silence|mute|pause|snooze|spam|leave it|not for me"
        r"|this isn t for me|i m good"
        r"|reported|too much|i said no|(?:you re |that s |how |so )?annoying|fin|ya fue suficiente|ya estuvo(?: bueno)?"
        r"|(?:ya )?parenle(?: ya)?|basta(?: ya)?|ya basta|ya no|para|(?:ya )?paren(?: ya)?|suficiente|hand|ya)$"),
    Rule("doubt", "no interest", "Not interested, thanks",
        r"(?:not|no longer) interested|no me interesa"
        r"|no estoy interesad[oa]|no tengo interes|^(?:ya )?no ?thanks$"),
    Rule("doubt", "spam", "this is spam",
        r"(?:spam|report(?:ing|ed)? (?:you|this)|block(?:ing|ed)? (?:you|this number)"
        r"|(?:you re|ur|you) blocked|(?:los|las|te|lo)(?: voy a)? (?:bloque|report|denunci|demand)\w*<end>"
        r"|harassment|acoso|(?:report|denunci|bloque)\w* este numero|lawsuit|sue you"
        r"|(?:bothering|annoying|harassing|bugging) me|no molest\w*|do i have to (?:get|receive|keep getting) (?:these"
        r"|this|<texts>)|<texts> (?:are|is) (?:\S+ )?annoying|get(?:ting)? these|less of these|scam|fcc|tcpa|molestando"
        r"|don t (?:call|text) (?:list|registry))"),
    Rule("doubt", "too many", "too many texts",
        r"(?:too many|so many|too much|fewer|less|demasiad[oa]s|menos|tantos|muchos)(?: \S+)? <texts>"
        r"|text(?:ing)? (?:me )?(?:too much|so much|too often|so often|less|a lot|only|once)"
        r"|only (?:text|message|contact|send) me"
        r"|(?:mand|escrib|envi)(?:a|e|an|en|as|es) (?:mucho|demasiado|tanto)"),
    Rule("doubt", "why do you text me", "who put me on this list",
        r"why(?: \S+){0,5} (?:<texts>|<texting>|<list>|getting this|get this)"
        r"|who(?: \S+){0,2} (?:put|added|signed) me"
        r"|who(?: is| s) (?:texting|messaging) me"
        r"|(?:you|i|they) (?:\S+ )?keep (?:getting|receiving|texting|sending)"
        r"|(?:how|where|who)(?: \S+){0,3} (?:get|got|have|find|gave|give)(?: you)?(?: on)? (?:my|this) (?:number|info"
        r"|list)|(?:quien|como|donde)(?: \S+){1,3} (?:este|mi) numero"
        r"|por que (?:\S+ )?(?:me|nos) (?:\S+ )?(?:<de_mandar>|llam)\w*"),
    Rule("doubt", "they never asked for it", "I didn't sign up for this",
        r"(?:didn t|never|don t remember)(?: \S+)? (?:sign(?:ed|ing)? ?up|subscribed?|ask(?:ed)?(?: for)?|join(?:ed)?"
        r"|agree[d]?|opt(?:ed)? in)(?: for| to)?(?=<end>| (?:this|these|any|your|that|texts|it))"
        r"|no me (?:suscribi|inscribi|apunte)|(?:no|nunca)(?: les| los)? (?:pedi(?! que)|di permiso|autorice|acepte)"
        r"|did i (?:sign up|subscribe|ask)"),
    Rule("doubt", "the wrong person", "you have the wrong number",
        r"(?:have|got|has|s|is|are|texting|text) (?:the |a )?wrong (?:number|person)"
        r"|wrong person|persona equivocada|equivoc\w* de numero"
        r"|numero equivocado (?!del? |para )(?:\. )?\S.*|no soy la persona"
        r"|(?:not|isn t) (?:my|her|his|their) (?:number|phone)"
        r"|(?:number|phone|line)(?: \S+)* \. (?:remove|delete|erase) it<end>"
        r"|numero(?: \S+)* \. (?:quiten|borren|saquen)lo<end>"
        r"|doesn t have this (?:number|phone)|equivoc\w* de persona"
        r"|(?:this is not|this isn t|no soy) (?!right|fair|ok|true|good|it|america|normal|over|working|who|what|a|the|de"
        r"|un|una|ciudadan\w)\S+<end>"),
    Rule("doubt", "something else than texts", "please email me instead of texting",
        r"don t want (?:this|these|it|any|them)<end>"
        r"|no (?:quiero|necesito) (?:esto|eso|nada)<end>"
        r"|(?:dejen?|paren?) de (?:estar )?(?:mand|envi)\w+ \S+<end>"
        r"|instead of (?:<texting>|<texts>)|pause <these><texts>"),
    Rule("doubt", "on or off a list", "take Tacoma off the list",
        r"(?:take|get|remove|delete|drop)(?: \S+){1,4} (?:off|from)(?: of)?(?: (?:the|your|this|that|any))?(?: \S+)?"
        r" lists?"),
    Rule("doubt", "no calls", "no more calls",
        r"^(?:no more|no|cancel|stop|end) (?:my |the |these |your |all )?(?:calls?|texts?|messages|text)$(?<!^no call)"
        r"|don t call<end>"
        r"|<refuse> (?:to )?(?:get |receive |any |more )*calls"),
    Rule("doubt", "these texts, whatever about them", "what are these messages",
        r"(?<!for )(?<!to )(?<!keep )(?<!love )(?<!gustan )(?<!like )(?<!want )(?<!por )(?:these|your|the|estos|sus"
        r"|los) <texts>"
        r"|too many of (?:these|them)|too much<end>|what list is this|on a list<end>|recall signing|stop bothering"),
    Rule("doubt", "someone else's phone", "I don't know any Maria",
        r"don t know (?:any|a) \S+<end>|no conozco a (?:ningun|ninguna) \S+<end>"),
    Rule("doubt", "a no, and texts", "I am not happy about texts",
        r"(?<!\S)<against>(?: \S+){0,6} <ours>"
        r"|<ours>(?: \S+){0,4} <against>|(?:text|message|it) says stop"),
    # --- Help.
    Rule("help", "they ask for help", "I need help",
        r"^(?:(?:i )?(?:need|want) (?:some )?|can i get |can you )?help(?: me)?$"
        r"|^(?:necesito |quiero )?ayuda(?:me|)$"),
)
# fmt: on
