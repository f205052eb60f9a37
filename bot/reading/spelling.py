"""A text made fit for the rules: how people spell in a hurry made plain, courtesies taken out, sentences apart."""

import re

from bot.reading.answers import plain_text

# How people spell in a hurry, and slips of the finger that leave no doubt.
SPELLED = {
    word: meant
    for meant, words in {
        "stop": "stpo sotp tsop stopp sstop stp stpp stip stoo stoop dtop xtop ztop stopo stope syop stoping stopt stahp estop",
        "stopping": "stoping",
        "unsubscribe": "unsubcribe unsuscribe unsubscibe unsubsribe unscubscribe unscribe unsubscirbe unsubscrive unsub",
        "opt out": "optout optoout opout",
        "opt": "otp",
        "cancel": "cancle cancell canel cancal cansel",
        "remove": "remve remvoe remov",
        "you": "u",
        "your": "ur",
        "please": "pls plz plase pleas pleae pleease plss plzz",
        "text": "txt tex txet textt",
        "texts": "txts texs",
        "texting": "txting texing texitng textin textng texring texxting tezting",
        "message": "msg mesage messege",
        "messages": "msgs mesages messeges",
        "messaging": "mesaging messging msging",
        "don t": "dont dnt",
        "didn t": "didnt",
        "won t": "wont",
        "can t": "cant cannot",
        "i m": "im",
        "take": "tak",
        "want": "wanna",
        "any more": "anymore",
        "que": "q",
        "with": "w",
        "receive": "recieve recive",
        "mensajes": "mensages mensjes msjs",
        "por favor": "porfa porfavor xfavor",
    }.items()
    for word in words.split()
}
# Said in several words, meant as one, after SPELLED; and courtesies, which change nothing.
FOLDED = (
    (r"do not|do nt", "don t"),
    (r"did not", "didn t"),
    (r"i am", "i m"),
    (r"un subscribe", "unsubscribe"),
    (r"opt ot", "opt out"),
    (r"outta", "out of"),
    (r"^(?:dude|girl|man|ay|ugh|che|oye|oigan|wey|guey|tio)", ""),
    (r"(?:no|nah) (?:thanks|thank (?:you|u)|thx|gracias|muchas gracias)", "nothanks"),
    (r"(?<=\S )(?<!you )(?<!please )(?<!to )please(?= stop(?: thanks| thank you)?$)", " . "),
)
COURTESY = (
    r"i m sorry(?: but)?|please|kindly|just|thanks?(?: you)?(?: so much| very much)?|sorry|ok(?:ay)?|hi|hello|hey|"
    r"hola|sir|ma am|guys|folks|really|damn|goddamn|god|fucking|freaking|lol|por favor|por fa|porfis|gracias|muchas gracias|"
    r"buenos dias|buenas tardes|disculpen?|perdon|thx|ty|k|tf|omg|ffs|wtf|yo|bruh|bro|respectfully|for the love of"
)
BANGS = re.compile(r"!+1+!*")  # "!!1"
STOP_SIGN, HANDS = "🛑", "🚫✋⛔🖕🤚🙅🔇🔕📵"
SENTENCE = re.compile(r"\s\(|\)(?=\s|$)|(?<!\bno)(?<!\bNo)(?<!\bNO),(?=\s|$)|[.!?;:…¡¿\n]+(?=\s|$)|[¡¿]|\s[-–—]+\s|\n")

_MEANT = SPELLED
_FOLDED = tuple((re.compile(rf"(?<!\S)(?:{said})(?!\S)"), meant) for said, meant in FOLDED)
_ANY_FOLDED = re.compile("|".join(said for said, _ in FOLDED))  # of most sentences there is nothing to fold
_COURTESY = re.compile(rf"(?<!\S)(?:{COURTESY})(?!\S)")
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")
_DRAWN = str.maketrans({STOP_SIGN: " stop ", **dict.fromkeys(HANDS, " hand ")})


def spell_plainly(text: str, said: str) -> str:
    """The words of a text in plain small letters, one space apart, with " . " between its sentences; no courtesies. `said`:
    plain(text).

    "Pls stop texting me!! Thx" is "stop texting me"; "S.T.O.P." is "stop"; a stop sign drawn is one written.
    """
    letters = said.split()
    if len(letters) > 2 and all(len(letter) == 1 and letter.isalpha() for letter in letters):
        text = said = "".join(letters)
    parts = SENTENCE.split(BANGS.sub("!", text if text.isascii() else text.translate(_DRAWN)))
    sentences = [_sentence(said)] if parts == [text] else [_sentence(plain_text(part)) for part in parts]
    spelled = " . ".join(filter(None, sentences)).split(" ")
    # A hand held up says something only where nothing else is said.
    words = [word for word in spelled if word != "hand"]
    return " ".join(words if any(word != "." for word in words) else ["hand"] * ("hand" in spelled))


def _sentence(said: str) -> str:
    said = " ".join(_MEANT.get(word, word) for word in _STRETCHED.sub(r"\1", said).split())
    if _ANY_FOLDED.search(said):
        for pattern, meant in _FOLDED:
            said = pattern.sub(meant, said)
    return " ".join(_COURTESY.sub(" ", said).split())
