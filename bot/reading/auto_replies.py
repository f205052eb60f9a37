"""Whether a machine wrote a text: an auto-reply, a driving mode, a bounce of a carrier, another bot. Pure.

Nobody typed it, so it changes nothing and gets no answer: two machines that answer each other never end. What a person may
write as well ("I'm driving", "I'm busy, can I call later?") is a person's; the counting of misses ends a loop of those.
"""

import re
from dataclasses import dataclass
from typing import Literal

# "bounce": so says a carrier of a number that we text; a person may say it of an office, and who was told one is believed.
Machine = Literal["", "machine", "bounce"]


@dataclass(frozen=True, slots=True)
class _Kind:
    """What machines of a kind write, in plain words: any of `said`, and any of `beside` too where there is one."""

    what: str
    said: tuple[str, ...]
    beside: tuple[str, ...] = ()


# Marks stand apart from the words: "Auto-Reply: ...", "... (auto reply)". A person writes "got an auto reply".
_AUTO = (
    r"(?:auto(?:matic(?:ally)?|mated)?[\s-]*(?:generated )?(?:reply|response|responder|message|answer|text)"
    r"|(?:auto[\s-]?respuesta|respuesta autom[aá]tica|mensaje autom[aá]tico|contestador autom[aá]tico))"
)
MARKS = (
    rf"^[\s\W]*{_AUTO}\s*(?:[:\])*.–—~|]|-\s|$)",
    rf"[-–—(\[*~|]\s*(?:sent (?:by|via|from) )?(?:this (?:is|was) )?(?:an? )?{_AUTO}\s*[)\]*~|.]*\s*$",
    rf"(?:^|[.!?:;,*\n]\s*)(?:this (?:is|was) an? |est[ea] es un[a]? ){_AUTO}(?!\?)",
    r"\bsent by (?:an? )?auto[\s-]?respond\w*|^\W*(?:new )?voice ?mail\b.*\(?\d+:\d\d\b",
    r"\bsent (?:automatically|from (?:my car|drivesmart|drivemode)|by (?:at&t )?drive ?mode|via android auto)\b",
    r"\benviado autom[aá]ticamente\b",
    r"^\W*(?:frm|subj|msg):",
    r"^\W*(?:free (?:t-mobile )?ms?g|free msg|(?:at&t|t-mobile|verizon) (?:free )?msg|t-mobile msg)\s*:",
)

_SOON = (
    r"(?:will|ll|shall) (?:\w+ )?(?:reply|respond|answer|get back|return|be in touch|contact|follow up)",
    r"limited access|as soon as (?:possible|i can|we can)|(?:office|business) hours|upon my return|for urgent|if (?:this"
    r"|it) is urgent",
    r"in case of emergency|for immediate assistance|within \d+|next business day|not monitored",
)
_PRONTO = (
    r"(?:respondere|respondera|responderemos|contestare|contestaremos|contactaremos|atenderemos|regresare|volvere|pondremos)",
    r"a la brevedad|lo antes posible|en breve|acceso limitado|horario (?:de|es)|en cuanto (?:pueda|regrese|vuelva"
    r"|sea posible)|si es urgente",
)

KINDS = (
    _Kind(
        "a phone that is told not to disturb",
        (
            r"do not disturb while driving|no molestar (?:al|mientras) (?:conducir|conduzco|manejar|manejo)",
            r"(?:driving|conduciendo|manejando) (?:\w+ ){0,2}(?:with|con) (?:\w+ ){0,3}(?:focus|do not disturb"
            r"|no molestar|enfoque)",
            r"see your message when i get where i m going|ver[eé] (?:tu|su) mensaje cuando llegue",
            r"i m not receiving notifications|no (?:estoy )?recib\w+ notificaciones",
            r"reply urgent to send a notification|responde urgente para enviar",
            r"(?:driving mode|do not disturb|modo (?:conduccion|no molestar)|no molestar) (?:is |esta )?(?:now )?(?:turned )?"
            r"(?:on|enabled|activ\w+)\b",
            r"(?:i m|i am) (?:currently )?driving (?:right now )?(?:and |i )*(?:will|ll) (?:\w+ )?(?:respond|get back to you)",
            r"(?:i m|i am) (?:currently )?driving (?:and |i )*(?:will|ll) (?:\w+ )?(?:reply|answer) (?:\w+ )?(?:when|once"
            r"|after)",
            r"(?:estoy|voy) (?:conduciendo|manejando) (?:y )?(?:\w+ )?(?:respondere|contestare) (?:cuando|al)",
        ),
    ),
    _Kind(
        "somebody away",
        (
            r"(?:i m|i am|we are|we re|i will be) (?:currently |now )?(?:out of (?:the |my )?office|away from (?:my "
            r"|the )?(?:desk|phone|office)"
            r"|on (?:vacation|annual leave|leave|parental leave)|out on leave)",
            r"(?:our|the) office is (?:currently |now )?closed",
        ),
        _SOON,
    ),
    _Kind(
        "somebody away, in short",
        (r"^(?:ooo|out of (?:the )?office|fuera de (?:la )?oficina)\b",),
        (*_SOON, *_PRONTO, r"\b(?:until|till|back|returning|hasta|regreso|vuelvo)\b"),
    ),
    _Kind(
        "alguien fuera",
        (
            r"(?:estoy|estamos|estare|me encuentro) (?:actualmente |ahora )?(?:fuera de (?:la |mi )?oficina|de vacaciones"
            r"|de licencia|ausente)",
            r"nuestra oficina (?:ya )?esta cerrada",
        ),
        _PRONTO,
    ),
    _Kind(
        "a firm's answer to all",
        (
            r"thank(?:s| you) for (?:your )?(?:text|texting|message|messaging|contacting|reaching out|calling"
            r"|getting in touch|writing"
            r"|email|inquiry|interest|submission)\b",
            r"(?:we|i) (?:have |ve )?received your (?:text|message|inquiry|request|email)",
            r"your (?:text|message|inquiry|request|email) (?:has been|was) received",
        ),
        (
            *_SOON,
            r"we (?:are|re) (?:currently )?closed|please call|visit (?:us|our)|our (?:team|staff|agents?)|ticket|case number",
            r"representative|shortly",
        ),
    ),
    _Kind(
        "respuesta de una empresa a todos",
        (
            r"gracias por (?:su |tu )?(?:mensaje|comunicar\w+|contactar\w*|escribir\w*|llamar\w*|ponerse en contacto"
            r"|consulta|interes)",
            r"(?:hemos recibido|recibimos) (?:su|tu) (?:mensaje|solicitud|consulta|correo)|^mensaje recibido\b",
        ),
        (*_PRONTO, r"estamos cerrados|por favor llame|visite nuestr\w|nuestro equipo"),
    ),
    _Kind(
        "a line that nobody reads",
        (
            r"this (?:inbox|mailbox|number|line|phone|account) (?:is|does|can|cannot|can t|isn t"
            r"|doesn t) (?:\w+ )?(?:not )?(?:un)?"
            r"(?:monitored|accept|receive|support|able to receive)",
            r"(?:please )?do not (?:reply|respond) to this (?:message|text|number)"
            r"|replies (?:to this number )?are not (?:monitored|read)",
            r"this is an unmonitored|texts to this number are not",
            r"(?:por favor )?no responda a este (?:mensaje|numero)|este (?:numero|buzon) no (?:recibe|acepta|admite)"
            r"|est[ea] (?:linea|numero|buzon) no es (?:atendid|supervisad|monitoread)[oa]",
        ),
    ),
    _Kind(
        "a carrier that could not deliver",
        (
            r"^(?:error |sorry |warning )?(?:your |the |sms |text |mms )?(?:message|text|msg|sms|mms) (?:send(?:ing)? )?"
            r"(?:failed|(?:was |is |could |can )?(?:not|n t) (?:be )?(?:delivered|sent)|undeliverable|delivery failed|failure)",
            r"^(?:error )?(?:unable|failed) to (?:send|deliver) (?:your |the |this )?(?:message|text|sms)",
            r"^delivery (?:failure|failed|error)|\blandline\b.*(?:cannot|can t|does not|doesn t"
            r"|not able) (?:\w+ )?(?:receive|accept)",
            r"(?:person|number|party|customer|subscriber) (?:that )?you (?:have |ve |are |re )?(?:texted|texting|messaged"
            r"|messaging"
            r"|trying to (?:reach|text)) .*(?:can t|cannot|can not|unable|disabled|not (?:able|available)|does not|doesn t)",
            r"numero al que (?:\w+ )*(?:enviar|escribir|escribe|envia) .*no (?:puede|acepta|recibe)",
            r"message blocking is active|shortcode texting may be blocked|service access denied|delivery status notification"
            r"|mail delivery (?:failed|subsystem)|undelivered mail|mailer daemon",
            r"^(?:error )?(?:el |su |tu )?mensaje (?:no (?:se )?(?:pudo (?:ser )?)?(?:entregado|enviado|enviar|entregar"
            r"|fue entregado|fue enviado)"
            r"|fallido|rechazado)",
            r"^(?:error )?no se (?:pudo|puede|ha podido) (?:enviar|entregar) (?:el|su|tu) (?:mensaje|texto|sms)"
            r"|^error al enviar",
            r"(?:subscriber|recipient|customer|wireless customer) (?:\w+ ){0,6}(?:is (?:not|un)|cannot"
            r"|can not) ?(?:available|able|receive|in service)",
        ),
    ),
    _Kind(
        "a voicemail turned into text",
        (
            r"^(?:new )?(?:voicemail|voice mail|voice message|audio message)(?: transcription| transcript| message"
            r"| preview)? (?:from|transcription)\b",
            r"^(?:visual )?voicemail(?: to text)? (?:transcri\w+|received|notification)",
            r"you (?:have|ve) (?:\w+ )?(?:a |an |\d+ )?(?:new |unheard )?(?:voicemail|voice ?mail|voice message)s?\b",
            r"(?:call|caller) (?:has been |was )?forwarded to (?:an? )?(?:automat\w+ )?voice",
            r"(?:^|please )(?:leave|record) (?:a|your) message (?:after|at) the (?:tone|beep)|at the tone please record",
            r"^google voice\b|^voicemail transcription\b",
            r"^(?:nuevo )?(?:mensaje de voz|buzon de voz|correo de voz)(?: transcri\w+)? de\b",
            r"(?:tiene|tienes) (?:un |\d+ )?(?:nuevos? )?(?:mensajes?|correos?) de voz",
            r"dej[ea] (?:su|tu|un) mensaje (?:despues del|al escuchar el) tono",
            r"(?:usuario|abonado|suscriptor|cliente) (?:\w+ ){0,4}no (?:se encuentra|esta) disponible",
        ),
    ),
    _Kind(
        "somebody's greeting",
        (r"you (?:ve|have) reached (?:the )?(?:voice ?mail|mailbox|office|desk|phone|\d{3}|\w+ s )|ha llamado (?:al|a la)",),
        (r"leave (?:a|me a|your) message|please leave|at the tone|dej[ea] (?:su|tu|un) mensaje",),
    ),
    _Kind(
        "an assistant with a menu",
        (r"\b(?:virtual|automated|digital) (?:assistant|agent)\b|\b(?:asistente|agente) (?:virtual|automatic[oa])\b",),
        (r"how (?:can|may) i help|choose|select|reply (?:with )?\d|an option|puedo ayudar|elija|opcion|responda (?:con )?\d",),
    ),
    _Kind(
        "another bot's terms",
        (
            r"(?:reply|text|txt|send|responda|envie|responde|envia) (?:stop|end|cancel|quit|alto|baja|parar|salir|help"
            r"|ayuda) (?:to|for|para|2)\b",
        ),
        (
            r"(?:msg|message|mensajes?) ?(?:and |y )?(?:data|datos)|rates may apply|tarifas|help for help"
            r"|ayuda para ayuda|msgs? (?:mo|month|wk)",
            r"\b(?:welcome to|bienvenid[oa] a|thanks for (?:joining|subscribing|signing up)|you (?:re|are|have been"
            r"|ve been) (?:now )?(?:subscribed|enrolled))",
        ),
    ),
    _Kind(
        "another bot's words for a stop",
        (
            r"you (?:have |ve |are |re |were )(?:successfully )?(?:been )?(?:unsubscribed|opted out|removed from)",
            r"you (?:will|ll) (?:not |no longer )receive (?:any )?(?:more |further )?(?:text|sms|message"
            r"|alert)\w* from (?:this|us|our)",
            r"network msg|you replied with the word",
            r"(?:usted )?ha (?:sido )?(?:dado de baja|cancelado su suscripcion|sido eliminad[oa])"
            r"|no recibira mas mensajes de (?:este|nosotros)",
        ),
    ),
    _Kind(
        "another bot that did not understand",
        (
            r"(?:i|we) (?:did not|didn t|do not|don t|could not|couldn t|cannot|can t) (?:understand|recogni[sz]e"
            r"|process) (?:your|that|this) "
            r"(?:response|reply|message|request|command|keyword|selection|input|answer|text)",
            r"(?:invalid|unrecogni[sz]ed|unknown) (?:response|reply|command|keyword|option|selection|input|request)",
            r"no (?:entendi|entendimos|reconocemos|reconoci|pudimos procesar) (?:su|tu) (?:respuesta|mensaje|solicitud|opcion)",
            r"(?:respuesta|opcion|palabra clave|comando) (?:invalid[oa]|no valid[oa]|no reconocid[oa])",
        ),
        (
            r"\b(?:please |por favor )?(?:reply|text|enter|try again|respond|select|choose|responda|envie|escriba|intente"
            r"|elija)\b",
        ),
    ),
    _Kind(
        "a code for something else",
        (
            r"(?:verification|security|login|one time|confirmation|access) (?:pass)?code (?:is|for)\b"
            r"|is your (?:\w+ ){1,3}code\b",
            r"codigo de (?:verificacion|seguridad|acceso|confirmacion) (?:es|para|de)\b|es (?:su|tu) codigo (?:de|para)\b",
        ),
    ),
)
BOUNCE = (
    r"(?:the |this |that )?(?:number|phone number)(?: (?:that )?(?:you|u) (?:have |ve )?(?:dialed|called|texted|reached)"
    r"| (?:you are|you re) (?:calling|texting|trying to (?:reach|call|text)))?"
    r" (?:is|has been) (?:currently )?(?:not in service|no longer in service|out of service|disconnected|not a working number)",
    r"(?:el|este) numero(?: (?:que )?(?:usted )?(?:marco|ha marcado|marcado|al que (?:llama|escribe)))?"
    r" (?:no (?:esta en servicio|existe)|esta (?:fuera de servicio|desconectado))",
)

SHORTEST = 12  # characters: "Auto reply: "

_MARKS = tuple(re.compile(mark, re.IGNORECASE) for mark in MARKS)


def _compile(*patterns: str) -> re.Pattern[str]:
    """Any of these, from the beginning of a word."""
    return re.compile(rf"(?<!\S)(?:{'|'.join(patterns)})")


_ANY_KIND = _compile(*(said for kind in KINDS for said in kind.said))
_KINDS = tuple((_compile(*kind.said), _compile(*kind.beside) if kind.beside else None) for kind in KINDS)
_BOUNCE = re.compile(rf"(?:sorry |error |we re sorry |lo sentimos )?(?:{'|'.join(BOUNCE)})(?: .*)?")


def read_machine(line: str, plain: str) -> Machine:
    """Whether a machine wrote a text, given in one line and in plain words."""
    if len(line) < SHORTEST:
        return ""  # most texts: a word of ours, a number, a ZIP
    if any(mark.search(line) for mark in _MARKS):
        return "machine"
    if _ANY_KIND.search(plain) and any(
        said.search(plain) and (beside is None or beside.search(plain)) for said, beside in _KINDS
    ):
        return "machine"
    return "bounce" if _BOUNCE.fullmatch(plain) else ""
