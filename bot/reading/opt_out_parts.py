"""What the rules of opting out are made of: words that mean the same, and phrases that only look like a wish."""

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
    "stop": (
        r"(?:stop(?: stop)*|stop ?all|unsubscribe|unsub|cancel|end|quit|revoke|opt ?out|remove|discontinue|deactivate"
        r"|unenroll|disenroll|(?:un|de ?)register|terminate|withdraw)"
    ),
    "this": (
        r"(?:this|these|those|it|here|(?:this|these|your|the|that)(?: \S+)? (?:things?|stuff|crap|junk|shit|mess|lists?"
        r"|chain|thread|service))"
    ),
    "you": r"(?:you(?: all| people| folks| guys)?|y ?all|u)",
    # Whom and what a campaign fights or speaks of: where none of it is said, a word for stop means us.
    "no_fight": (
        r"(?!.*(?<!\S)(?:ice|raids?|deport\w*|detention\w*|detain\w*|arrest\w*|sheriff\w*|mayor\w*|senators?"
        r"|governor|trump|polic[ei]\w*"
        r"|cops?|bills?|laws?|war|famil\w*|immigra\w*|kids|children|president|congress\w*|city|county|rent|evict\w*|court"
        r"|jail|prison|office|calls?|voicemail|he|she|him|her|they|them|their|our|we|us|people|everyone|nobody|lost|lying"
        r"|redadas?|migra\w*|deten\w*|sheriff|alcalde\w*|senador\w*|gobernador\w*|ley|leyes|guerra|gente|carcel|pais|renta"
        r"|injusticia|odio|abusos?|llamadas?|ellos|ellas|nuestr\w+|nos|contrato|casa|cita|~)(?!\S))"
    ),
    "threat": (
        r"(?:report(?:ed|ing)?|block(?:ed|ing)?|sue|suing|lawyer|attorney|(?:file|filing) (?:a )?\S*(?: )?complaint|fcc"
        r"|legal action)"
    ),
    "amenaza": r"(?:(?:denunci|report|bloque|demand|abogad|quej)\w*|policia)",
    "parar_ya": (
        r"(?:(?:ya )?basta|(?:ya )?paren?|para|parenle|parale|alto|baja|cancel(?:en?|a|ar)|dejen?(?=<end>)"
        r"|ya no(?: (?:mas|quiero|manden?"
        r"|sigan?))?|no mas|suficiente|dejen de \S+)(?: ya)?"
    ),
    # How a wish is asked for in Spanish: "como hago para", "hay manera de", "que tengo que poner para".
    "como": (
        r"(?:como|donde|cual(?:es)?|con quien|a quien|a que|hay|habra|existe|se puede|puedo|posible|que (?:tengo|hay|debo"
        r"|necesito|puedo"
        r"|palabra|mando|pongo|escribo)|tengo que)(?: \S+){0,6}?"
    ),
    "esto": (
        r"(?:esto|eso|aqui|aca|ahi|todo(?: esto)?|el grupo|(?:la|su|esta|sus|tu) (?:lista|agenda)s?(?: \S+){0,2}|"
        r"sistema|grupo|registro|esta (?:cosa|vaina|onda|campana))"
    ),
    "sacame": (
        r"(?:quit|sac|saqu|borr|elimin|remuev|retir|baj|desapunt|desinscrib|desuscrib|desanot|desconect|desvincul"
        r"|excluy|cancel"
        r"|tach)(?:a|e|an|en)(?:me|nos)"
    ),
    "apagar": (r"(?:par|cort|apag|apagu|cancel|deten|detien|deteng|desactiv|deshabilit|silenci|anul|suspend|fren|quit|elimin)"),
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
        r"(?:no|not|don t|doesn t|stop\w*|quit|end|cancel\w*|never|can t|tired|sick|off|out|rid|without|cut|purge"
        r"|remov\w*|delet\w*|unlist"
        r"|annoy\w*|enough|fewer|less|unwanted|hate|nunca|ya no|dejen?|paren|basta|insist\w*|evit\w*|cansan|ni|sin"
        r"|borr\w*|quit\w*|menos|cans\w*|hart[oa])"
    ),
    "ours": (
        r"(?:<texts>|texting|texted|text me|texts me|messaging|message me|contact me|contacting me|contacted|bother me"
        r"|(?:this|your|the) list|subscription|me escrib\w*|me mand\w*|me envi\w*|escribirme|mandarme|enviarme|(?:la|su"
        r"|esta) lista|(?:my|this) (?:phone|cell)? ?number|tanto mensaje)"
    ),
    "when": (
        r"(?:at night|at work|at this hour|at \d+|before|after|until|till|while|when i|during|tonight|so early|so late"
        r"|this early|this late|on sundays?|on weekends?|in the morning|de noche|por la noche|ahorita|ahora|hoy|tan"
        r" temprano|tan tarde|antes|despues|mientras|en la manana|en la noche|en las noches|los domingos|cuando)"
    ),
    "de_mandar": r"(?:mand|envi|escrib|text|molest|contact|busc|fastidi|insist|acos|hostig)",
}

# Phrases that look like a wish and are none, whatever follows. They are taken out before the rules are read.
ELSEWHERE = (
    # "don't stop", "we won't quit": unless it is texting that is not to stop, which is asked about.
    r"(?:don t|won t|can t|cannot|never|not|didn t|wouldn t|couldn t|no(?! stop$))(?: ever)? (?:stop|quit|end|cancel)"
    r"(?! (?:<texting>|<bothering>|sending)|<end> \. )",
    r"(?:bus|full|non|truck|one|traffic|pit) stop",
    r"stop (?:signs?|lights?|by|over|and frisk|sign)",
    r"palo alto|calle alto|alto tx|(?:muy|mas|tan|es|mas) alto|el alto",
    # What others said or do: "they told me to stop calling", "my ex won't stop texting".
    r"(?:they|he|she|the \S+|(?:her|his|their) \S+)(?: \S+)? (?:said|told (?:me|us)|asked (?:me|us)) (?!stop<end>)[^.]*",
    r"(?:dijo|dijeron|pidio|pidieron) que [^.]*",
    r"(?!you|u |yall|it|these|this|<texts>|my)\S+ won t (?:stop|quit) [^.]*",
    r"accidentally \S+(?: out)?|(?:unsubscribed?|opt(?:ed)? out|baja|cancele) (?:by (?:accident|mistake)"
    r"|por (?:accidente|error)|sin"
    r" querer)|after i (?:stop|quit|cancel|unsubscribe|opt out)|despues de (?:cancelar|salir\w*|dar\w* de baja)",
    r"do(?:es)? (?:these|this|the) \S+ cost [^.]*",
    r"my (?!phone|cell|number|inbox|line|mobile)\S+ (?:won t|doesn t|keeps?) [^.]*",
    r"mi (?!telefono|celular|cel|numero)\S+ no (?:me )?deja [^.]*",
    r"(?:takes?|taking|accepts?|got) no more messages",
    r"(?:what happens|what if|que pasa) [^.]*",
    # Who we are and what it costs is a question, unless there is a no in it.
    r"^(?:who(?: is| s| are| runs| pays| sends?)(?! texting me| messaging me)|(?:de |por )?quien(?:es)? (?:es|esta|son|manda"
    r"|paga|escribe)|how much|cuanto (?:cuesta|sale|cobran|vale))(?![^.]*(?<!\S)(?:<against>|por que"
    r"|mi numero)(?!\S)) [^.]*",
    r"(?:left|leave|leaving|(?:dejar|dejo|deje)(?! de))(?: \S+){0,2} (?:messages?|mensajes?)",
)
