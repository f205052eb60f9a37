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

    `pattern` is held against a text as `spelling.spell` leaves it; `<name>` in it stands for that line of PARTS. `example`
    is a text that this rule reads, and none before it.
    """

    wish: Wish
    what: str
    example: str
    pattern: str


# What the patterns are made of. After `spell`: no capitals, accents, courtesies; "don t" for do not, " . " between sentences.
PARTS = {
    "texts": (
        r"(?:text messages?|texts|text msgs|messages|sms|mms|notifications?|alerts|spam|updates|emails|robo ?calls"
        r"|robotexts|calls (?:and|or) (?:texts|messages)|texts (?:and|or) calls|mensajes|mensajitos|textos|alertas"
        r"|notificaciones|avisos|propaganda|publicidad)"
    ),
    "these": (
        r"(?:(?:these|those|this|your|ur|the|all|any|more|any more|so many|of|me|us|future|further|additional|other|such"
        r"|with|political|unwanted|unsolicited|mas|los|las|mis|sus|tus|est[oa]s|es[oa]s|tant[oa]s|de) )*"
    ),
    "texting": r"(?:text(?:ing|in)?|messag(?:e|ing)|sms(?:ing)?|spam(?:ming)?)",
    "bothering": r"(?:contacting|bothering|harassing|annoying|bugging|pestering|calling|emailing|hitting up|writing(?: to)?)",
    "bother": r"(?:contact|bother|harass|annoy|bug|write)",
    "mine": r"(?:me|this (?:number|phone|line|cell)|my (?:phone|cell|number|mobile|line|inbox))",
    "number": r"(?:phone number|cell number|number|phone|cell|name|contact|info|information)",
    "list": (
        r"(?:lists?|texts|text messages|messages|system|database|data base|records|contacts|thread|group|group chat|rolls"
        r"|directory|subscription)"
    ),
    "end": r"(?= \.|$)",
    "stop": r"(?:stop(?: stop)*|stop ?all|unsubscribe|unsub|cancel|end|quit|revoke|opt ?out|remove)",
    "now": r"(?: (?:now|already|all|today|right now|this instant|at once|immediately|asap|for good|it all|everything|ya))*",
    "told": (
        r"(?:(?:can|could|would|will) (?:you|we) |you (?:need|have|must) ?(?:to )?|i (?:want|need|would like|d like"
        r"|(?:\S+ )?told|(?:\S+ )?asked|am asking|m asking|beg|ask) (?:you|yall|you all|you guys) (?:\S+ ){0,2}?to "
        r"|(?:reply|text|send|sending|(?:i )?(?:already )?said|i say|i m saying) )?"
    ),
    "halt": r"(?:stop|stopped|stopping|quit|cease|discontinue|halt|refrain from)",
    "wish": (
        r"(?:(?:i|already|would|please|^|\. ?) ?(?:have |d |m |am |would |ve )?(?:want|wish|need|like|love|have|ask|asked"
        r"|asking|trying|request|requested|requesting|going)(?: to have)?(?: you)? to|how (?:to|do i|can i))"
    ),
    "refuse": (
        r"(?:don t|no longer|never|do no|no) (?:\S+ )?(?:want|wish|need|care|like|agree|consent|asked|accept|authorize"
        r"|appreciate)"
    ),
    "against": (
        r"(?:no|not|don t|doesn t|stop\w*|quit|end|cancel\w*|never|can t|tired|sick|off|out|remov\w*|delet\w*|unlist"
        r"|annoy\w*|enough|fewer|less|unwanted|hate|nunca|ya no|dejen?|paren|basta|borr\w*|quit\w*|menos|cans\w*|hart[oa])"
    ),
    "ours": (
        r"(?:<texts>|texting|texted|text me|texts me|messaging|message me|contact me|contacting me|contacted|bother me"
        r"|(?:this|your|the) list|subscription|me escrib\w*|me mand\w*|me envi\w*|escribirme|mandarme|enviarme|(?:la|su"
        r"|esta) lista)"
    ),
    "when": (
        r"(?:at night|at work|at this hour|at \d+|before|after|until|till|while|when i|during|tonight|so early|so late"
        r"|this early|this late|on sundays?|on weekends?|in the morning|de noche|por la noche|ahorita|ahora|hoy|tan"
        r" temprano|tan tarde|antes|despues|mientras|en la manana|en la noche|en las noches|los domingos|cuando)"
    ),
    "de_mandar": r"(?:mand|envi|escrib|text|molest|contact|busc|fastidi|insist|acos)",
}

# Phrases that look like a wish and are none, whatever follows. They are taken out before the rules are read.
ELSEWHERE = (
    # "don't stop", "we won't quit": unless it is texting that is not to stop, which is asked about.
    r"(?:don t|won t|can t|cannot|never|not|didn t|wouldn t|couldn t|no)(?: ever)? (?:stop|quit|end|cancel)"
    r"(?! (?:<texting>|<bothering>|sending)|<end> \. )",
    r"(?:bus|full|non|truck|one|traffic|pit) stop",
    r"stop (?:signs?|lights?|by|over|and frisk|sign)",
    r"palo alto|calle alto|alto tx|(?:muy|mas|tan|es|mas) alto|el alto",
    r"(?:left|leave|leaving|(?:dejar|dejo|deje)(?! de))(?: \S+){0,2} (?:messages?|mensajes?)",
)

# fmt: off
# The first rule that fits is the one that counts: so questions come before the stops that they are about.
RULES = (
    # --- Questions first, where the words for a stop are there and something else is said about them.
    Rule("doubt", "not at this hour, or not so often", "don't text me before 9",
        r"(?:don t|no|never|stop|quit|not)(?: \S+){0,4} (?:<texts>|<texting>|call(?:ing)?|contact)(?: \S+){0,3} <when>"),
    Rule("doubt", "not now", "don't call me right now",
        r"don t(?: \S+){0,2} (?:<texting>|call|contact)(?: \S+){0,3} (?:now|today|yet)"),
    Rule("doubt", "stay: they do not want to leave, or do they?", "please don't take me off the list",
        r"(?:don t|never|not|didn t)(?: (?:want|wish|ask|mean|trying|going|you|to|ever|yet))* (?:(?:stop|quit)"
        r" (?:<texting>|<bothering>|sending)|unsubscribe|unsub|opt(?:ing)? out|opt me|remove me|delete me|take me off)"),
    Rule("doubt", "not so early or so late (Spanish)", "no me escriban de noche",
        r"no (?:me )?(?:<de_mandar>|llam|habl)\w*(?: \S+){0,3} <when>"),
    # --- Stop, and nothing named that should.
    Rule("stop", "a word for stop, with courtesy or impatience", "can you please stop now",
        r"^(?:ya )?<told><stop><now>(?: \. <stop><now>)*$"),
    Rule("stop", "a no, then a word for stop", "Not interested. Stop.",
        r"^(?:(?:no|nope|nah|nothanks|not interested|i m not interested|wrong number|wrong person|enough|yes|yeah|ya"
        r" basta|basta) (?:\. )?)+<stop><now>$"),
    Rule("stop", "they tell that they said so", "Last week I told you to stop",
        r"(?:i said|i already said|i told you to|i asked you to) <stop><now><end>"
        r"|i m begging you to <stop>|^stop or (?:i|i m|i ll) \S.*"),
    Rule("stop", "the words that end our own texts", "STOP to unsubscribe",
        r"^<told>stop ?(?:to|2) ?(?:end|unsubscribe|quit|cancel|stop|opt out)$"),
    Rule("stop", "they want out", "I'd like to cancel",
        r"<wish> (?:cancel|quit|revoke|end|leave)(?: this| it| these| all)?<end>"),
    Rule("stop", "no more, and nothing named", "no more please",
        r"^(?:ya )?no (?:more|mas)(?: ya)?<now>$"),
    Rule("stop", "a word for stop, then something said to us", "STOP. Who is this?",
        r"^<stop><now> \. .*(?<!\S)(?:who|wrong|number|you|your|me|my|i|sent|mistake)(?!\S)"),
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
        r"(?:stop|quit) (?:\S+ ){1,3}my (?:phone|cell|inbox)"
        r"|<halt> blowing me up"
        r"|<halt> (?:bombarding|flooding|blasting|reaching out to) (?:me|us|my)"),
    Rule("stop", "stop sending me this", "quit sending me texts",
        r"<halt> sending (?:me(?! back)|(?:\S+ ){1,4}to me<end>|(?:\S+ ){0,3}<these><texts>|(?:this|these|those)<end>"
        r"|(?:(?:this|these|those|all|so|much|more|any) )*(?:stuff|crap|shit|junk|things|anything)<end>)"),
    Rule("stop", "stop the texts", "stop all these messages",
        r"(?:stop|quit|cease|end|cancel|discontinue|terminate|revoke|enough|(?:done|tired|sick|fed up|over|through|had it"
        r"|had enough|knock it off)(?: and tired)?(?: with| of| getting| receiving)?|turn(?:ing)? off|shut off|disable"
        r"|enough with|stop with|(?:stop|quit) it with) <these>(?:\S+ )?<texts>(?! of )"),
    Rule("stop", "what is wrong with the texts, then a word for stop", "your texts are annoying stop",
        r"^(?:these|your|ur|the|all these) <texts> (?:are|r) (?:\S+ ){1,3}(?:so )?<stop>$"),
    Rule("stop", "make it stop", "make these texts stop",
        r"make (?:it|these|the)(?: <texts>)? stop(?: <texting>| <bothering>|<end>)"
        r"|(?:turn|shut) (?:these|this|them|it) off<end>|deactivate (?:\S+ )?<texts>"),
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
        r" )?(?:subscriptions?|consent|permission|enrollment|opt in)"
        r"|(?:cancel|end|revoke|withdraw) (?:subscription|consent|permission)"),
    Rule("stop", "do not text me", "Do not contact this number",
        r"(?:don t|never|no longer|not|can t|cannot)(?: you)?(?: ever)?(?: (?:call|contact|text)(?: me)?(?: or| and))?"
        r" (?:<texting>|<bother>)(?: (?:and|or) \S+)? (?:<mine>|any ?more|again|ever|here|or call|<end>)"),
    Rule("stop", "do not text", "DO NOT TEXT",
        r"(?:don t|never)(?: ever)?(?: call (?:me )?(?:or|and))? (?:text|message|contact|call or text)(?: or call)?<end>"),
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
        r"|not (?:authorized|allowed|permitted|welcome) to (?:<texting>|<bother>|call)"
        r"|(?:permission|consent) to use my (?:number|phone)"),
    Rule("stop", "no more texts", "no more texts about ICE",
        r"(?:no|no more|not any more|enough)(?: of)? (?:more |further |additional |political )?(?:these |those |your "
        r"|damn |of )*(?:texts|text messages|spam|sms|alerts)"
        r"|no (?:more|further|additional) <these><texts>"),
    Rule("stop", "they do not want the texts", "I no longer wish to receive texts",
        r"<refuse>(?: to)?(?: be)?(?: get| getting| receive| receiving| have| see| read| keep getting)? <these>(?:\S+"
        r" )?<texts>"),
    Rule("stop", "they want none of this any more", "I don't need these anymore",
        r"(?:don t|no longer|do no)(?: \S+)? (?:want|need) (?:any of )?(?:this|these|those|them|it) (?:any ?more"
        r"|any longer)<end>"),
    Rule("stop", "they do not want to receive them", "I do not wish to receive these",
        r"<refuse> to (?:(?:get|receive|keep getting) (?:these|this|those|them|anything|any|more|your)|receive<end>)"
        r"|(?:not interested|no longer interested|no interest) in (?:receiving |getting )?<these><texts>"),
    Rule("stop", "they do not want to be texted", "I don't want you to text me",
        r"<refuse> (?:you )?to (?:be )?(?:texted|contacted|messaged|called|bothered|subscribed|on (?:your|this|the"
        r"|any)(?: \S+)? list|hear from you|text|message|contact)(?: me)?"
        r"|<refuse> (?:to )?hear from (?:you|your|this)"),
    Rule("stop", "they would rather not", "I'd rather not get texts",
        r"(?:rather|prefer)(?: to)? not(?: to)? (?:be (?:texted|contacted|messaged|on)|(?:get|receive|have)(?: \S+){0,2}"
        r" (?:<texts>|these|this|them|any))"),
    Rule("stop", "not on their phone", "I don't want this on my phone",
        r"don t (?:want|need) (?:this|these|that|them|you) (?:on|in) (?:my|here)"),
    # --- Stop, and it is a list or a number.
    Rule("stop", "off the list, they or someone of theirs", "Take me off your list",
        r"(?:take|get|remove|scratch|drop|delete|strike|erase|leave|keep|pull|cut|scrub|wipe|purge|exclude|put|add) (?:me"
        r"|us|myself|my(?: \S+){1,3}|(?:his|her|their|this|that) \S+|\d[\d ]*)(?: (?:off|from|out))+(?: of)?(?: \S+){0,3}"
        r" <list>"
        r"|(?:want|get|getting|got|taken|be|how|way|me|removed) off(?: of)? (?:your|this|the|that|yalls)(?: \S+)? lists?"
        r"|want (?:off|out of <these><texts>)<end>"
        r"|(?:^|\. )(?:remove|take|taken|delete|exclude)(?: off| from| me| out)* (?:the |your |this )?<list><end>"
        r"|(?:exclude|don t include) (?:me|my \S+|this number)"
        r"|(?:put|add) (?:me|us|my \S+|this \S+) (?:on|to) (?:the|your|a|that) (?:no|don t|stop)"),
    Rule("stop", "off, and nothing named", "take me off please",
        r"(?:take|get|scratch|drop) me off(?: of)?(?: (?:this|these|your|it|everything|here|all(?: of)?(?: this|"
        r" these)?))?<end>"),
    Rule("stop", "remove me", "please remove me from everything",
        r"(?:remove|delete|unenroll|drop|unlist) me(?: (?:from|off)(?: of)? (?:this|these|your|the|all|any|it|everything"
        r"|here|future|list)(?! (?:country|home|house|state|city|united|us|land)))?(?: and| now| immediately| asap|"
        r" today)?(?=<end>| \S*\s?(?:<texts>|list|lists|texting|campaign|service))"),
    Rule("stop", "their number is to go", "lose my number",
        r"(?:remove|delete|lose|loose|erase|drop|forget|scrub|wipe) (?:my|this|her|his|their|that|our) <number>(?! (?:is"
        r"|one))|^(?:remove|delete|erase) (?:phone )?<number>$"
        r"|take (?:my|this|her|his) <number> off|get off my phone"
        r"|take (?:my|his|her|their) (?:\S+ ){1,2}(?:number|name) off"),
    Rule("stop", "they want to be taken off", "I want to be removed",
        r"(?:<wish>|(?:can|could|may) i) (?:be|get) (?:removed|taken off|deleted|unsubscribed|dropped|off)"),
    Rule("stop", "unsubscribe, in whatever sentence", "how do I unsubscribe?",
        r"(?:unsubscrib\w*|unsub|desuscrib\w*)"),
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
        r"(?:leave|let) me (?:alone|be<end>|in peace)"),
    Rule("stop", "off with you", "piss off",
        r"(?:fuck|piss|f|bugger|eff) off(?! ice)"),
    Rule("stop", "cease and desist", "cease and desist",
        r"cease and desist|^desist$|^cease<now>$"),
    # --- Stop, in Spanish.
    Rule("stop", "a word for stop (Spanish)", "Por favor, CANCELAR",
        r"^(?:stop )?(?:parar|alto|cancelar|cancelen|baja|salir|detener|pare|anular|eliminarme|quitarme|salirme)(?: ya|"
        r" todo| todos)*$"),
    Rule("stop", "do not send me any (Spanish)", "ya no me manden",
        r"(?:no|nunca|nunca mas|jamas) me (?:<de_mandar>|vuelvan? a <de_mandar>)\w*(?! (?:a|de regreso|de vuelta)(?!\S))"
        r"|no me esten (?:<de_mandar>)\w*"
        r"|no me (?:jorob|jod|chin?g|frieg|freg)\w*(?: mas)? con <these><texts>"
        r"|que (?:ya )?no me lleg\w* (?:mas )?<these><texts>"
        r"|(?:no (?:me|nos)|^(?:ya )?no) sig(?:a|as|an) (?:<de_mandar>|llam|marc)\w*"
        r"(?! (?:a|de regreso|de vuelta)(?!\S))"),
    Rule("stop", "send no more (Spanish)", "no manden más mensajes",
        r"no (?:<de_mandar>)(?:en|es|e|ar|an|as)(?: mas| nada)?(?: <these><texts>| (?:a|en) (?:este|mi) \S+|<end>)"),
    Rule("stop", "do not call me (Spanish)", "no me llamen más",
        r"no me (?:llame[ns]?|llames|marquen?|hablen?)(?: mas| nunca| nunca mas| ni me \S+)?<end>"),
    Rule("stop", "stop sending me (Spanish)", "dejen de mandarme mensajes",
        r"(?:deje?n?|deja|dejar|paren?|para|parar|detengan?se) de (?:estar )?(?:<de_mandar>\w*me|llamarme|marcarme)(?:"
        r" mas| ya)?(?=<end>| (?:mas|<these><texts>|tant\w*|estos?|esto|cosas|ya))"),
    Rule("stop", "stop sending (Spanish)", "paren de mandar mensajes",
        r"(?:deje?n?|deja|dejar|paren?|para|parar) de (?:estar )?(?:(?:<de_mandar>|freg|ching|jod)\w*(?:<end>| (?:con"
        r" )?<these><texts>))"
        r"|(?:(?:dej\w*|par(?:a|ar|e|en)) de|dejar|no) recibir(?:<end>| <these><texts>| (?:esto|nada)<end>)"),
    Rule("stop", "no more texts (Spanish)", "no más mensajes",
        r"(?:no mas|sin mas|basta|estuvo(?: bueno)?|suficiente|hart[oa]s?|cansad[oa]s?|alto|ya no|paren?|parar"
        r"|detener|detengan?|cancel\w*|termin\w*|suspend\w*|anul\w*)(?:"
        r" ya)?(?: mas| de| a| con)* <these><texts>"
        r"|parenle con <these><texts>|como (?:quito|paro|cancelo|detengo|bloqueo) (?:<these><texts>|esto<end>)"),
    Rule("stop", "they want no texts (Spanish)", "ya no quiero recibir mensajes",
        r"no (?:quiero|deseo|necesito|quisiera|acepto|autorizo)(?: (?:recibir|que me \S+|ver|tener|sus?|tus?|est[oa]s?|mas"
        r"|ningun[ao]?|es[oa]s|los|las|de|nada))* <texts>"
        r"|^ya no (?:quiero|necesito)(?: mas| nada| esto| eso| estos| nada de esto)?$|^no quiero mas$"),
    Rule("stop", "they do not want to receive (Spanish)", "no deseo recibir esta información",
        r"no (?:quiero|deseo|quisiera) (?:recibir|que me (?:<de_mandar>|llam)\w*)"
        r"|no (?:quiero|deseo) mas (?:informacion|info|avisos)"),
    Rule("stop", "off the list (Spanish)", "quítenme de su lista",
        r"(?:quit|saqu|sac|borr|elimin|remuev|retir|salir|salg|sal)\w*(?: (?:me|mi \S+|a mi \S+|mi))?(?: de)?(?: (?:la|su"
        r"|tu|esta|sus|las|esa))? (?:listas?|sistema|base de datos|grupo)"
        r"|(?:quiero|quisiera|pido|necesito) que me (?:borr|quit|saqu|elimin)\w*<end>"),
    Rule("stop", "take me off (Spanish)", "elimíneme",
        r"^(?:quit[ae]|sa(?:ca|que)|borr[ae]|elimin[ae]|remuev[ae]|retir[ae])n?me"
        r"(?: ya| de (?:aqui|aca|ahi|esto|eso|todo(?: esto)?|esta (?:cosa|vaina|onda)))*$"),
    Rule("stop", "their number is to go (Spanish)", "borren mi número",
        r"(?<!se )(?<!se me )(?:quit|saqu|borr|elimin|olvid)\w* (?:mi|este|el) (?:numero|telefono|nombre|celular|contacto)"),
    Rule("stop", "sign me off (Spanish)", "quiero darme de baja",
        r"(?:dar|de|den|da|doy)(?:me)? de baja"
        r"|(?:solicito|pido|quiero|deseo)(?: la| mi)? baja"),
    Rule("stop", "end a subscription (Spanish)", "cancele mi suscripción",
        r"(?:cancel|anul|termin|suspend)\w* (?:mi |la |esta )?suscripcion"
        r"|quiero cancelar<end>|quiero salirme|quiero salir<end>"
        r"|no (?:me )?vuelvan? a <de_mandar>\w*"
        r"|no me interes\w* (?:recibir )?<these><texts>"
        r"|(?:retiro|revoco) mi (?:consentimiento|permiso)"),
    Rule("stop", "leave me alone (Spanish)", "déjenme en paz",
        r"(?:deje?n?|deja)(?:me|nos) (?:en paz|tranquil[oa])"),
    # --- Doubt: it may mean us.
    Rule("doubt", "a word for stop among other sentences", "We lost. Stop.",
        r"(?:^|\. )<stop><now>(?: \.|$)"),
    Rule("doubt", "stop, and only it or this", "STOP IT",
        r"^<told>(?:stop|quit|end|cancel)(?: (?:it|this|that))?<now>(?: shit| nonsense| crap)?$"),
    Rule("doubt", "this has to stop", "this needs to stop",
        r"(?:this|it|that) (?:has|needs|got|must)(?: to)? (?:stop|end)<end>"),
    Rule("doubt", "they want to stop, and do not say what", "I want to stop",
        r"<wish> stop<now><end>|i want out|count me out|i quit<end>"),
    Rule("doubt", "enough", "enough already",
        r"^(?:that s |that is |thats |i ve had |i had |ugh )?enough(?: already| of this| now)*$"
        r"|^no more of (?:this|that|it)$"),
    Rule("doubt", "go away", "shut up",
        r"go away|shut up|get lost|fuck you|screw you|f you|buzz off"
        r"|(?:knock|cut) it (?:off|out)|give it a rest"
        r"|^(?:i m )?(?:out|done(?: with (?:this|you|it))?)$(?<!^done)"),
    Rule("doubt", "a word that may be a wish", "mute",
        r"^(?:block(?:ed)?|delete(?: all)?|mute|pause|snooze|spam|leave it|not for me|this isn t for me|i m good"
        r"|reported|too much|i said no|(?:you re |that s |how |so )?annoying|fin|ya fue suficiente|ya estuvo(?: bueno)?"
        r"|(?:ya )?parenle(?: ya)?|basta(?: ya)?|ya basta|ya no|para|(?:ya )?paren(?: ya)?|suficiente|hand|ya)$"),
    Rule("doubt", "no interest", "Not interested, thanks",
        r"(?:not|no longer) interested|no me interesa"
        r"|no estoy interesad[oa]|no tengo interes|^no ?thanks$"),
    Rule("doubt", "spam", "this is spam",
        r"(?:spam|report(?:ing|ed)? (?:you|this)|block(?:ing|ed)? (?:you|this number)|harassment|lawsuit|sue you"
        r"|(?:bothering|annoying|harassing|bugging) me|no molest\w*|do i have to (?:get|receive|keep getting) (?:these"
        r"|this|<texts>)|<texts> (?:are|is) (?:\S+ )?annoying|get(?:ting)? these|less of these|scam|fcc|tcpa|molestando"
        r"|don t (?:call|text) (?:list|registry))"),
    Rule("doubt", "too many", "too many texts",
        r"(?:too many|so many|too much|fewer|less|demasiad[oa]s|menos|tantos|muchos)(?: \S+)? <texts>"
        r"|text(?:ing)? (?:me )?(?:too much|so much|too often|so often|less|a lot|only|once)"
        r"|only (?:text|message|contact|send) me"),
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
        r"|no me (?:suscribi|inscribi|apunte)|no pedi"
        r"|did i (?:sign up|subscribe|ask)"),
    Rule("doubt", "the wrong person", "you have the wrong number",
        r"(?:have|got|has|s|is|are|texting|text) (?:the |a )?wrong (?:number|person)"
        r"|wrong person|persona equivocada|equivoc\w* de numero"
        r"|numero equivocado (?:\. )?\S.*|no soy la persona"
        r"|(?:not|isn t) (?:my|her|his|their) (?:number|phone)"
        r"|doesn t have this (?:number|phone)|equivoc\w* de persona"
        r"|(?:this is not|this isn t|no soy) (?!right|fair|ok|true|good|it|america|normal|over|working|who|what|a|the|de"
        r"|un|una|ciudadan\w)\S+<end>"),
    Rule("doubt", "something else than texts", "please email me instead of texting",
        r"don t want (?:this|these|it|any|them)<end>"
        r"|no quiero (?:esto|eso|nada)<end>"
        r"|(?:dejen?|paren?) de (?:mandar|enviar) (?:eso|esto|cosas)"
        r"|instead of (?:<texting>|<texts>)|pause <these><texts>"),
    Rule("doubt", "on or off a list", "take Tacoma off the list",
        r"(?:take|get|remove|delete|drop)(?: \S+){1,4} (?:off|from)(?: of)?(?: (?:the|your|this|that|any))?(?: \S+)?"
        r" lists?"),
    Rule("doubt", "no calls", "no more calls",
        r"^(?:no more|no|cancel|stop|end) (?:my |the |these |your |all )?(?:calls?|texts?|messages|text)$(?<!^no call)"
        r"|don t call<end>"
        r"|<refuse> (?:to )?(?:get |receive |any |more )*calls"),
    Rule("doubt", "these texts, whatever about them", "what are these messages",
        r"(?<!for )(?<!to )(?<!love )(?<!like )(?<!want )(?<!por )(?:these|your|the|estos|sus|los) <texts>"
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
