"""How people shorten words in texts, and what they stand for. Pure.

Only what means one thing in whichever language it stands is here: "k" may be an OK or a que, "4" a number, "id" a document.
Spellings that leave a doubt are left to the tables of intents, which read slips by their pieces.
"""

from collections.abc import Iterable, Iterator

_ENGLISH = {
    "you": "u",
    "your": "ur",
    "are": "r",
    "what": "wat wut wht",
    "and": "n",
    "them": "em",
    "right now": "rn",
    "before": "b4",
    "with": "w wit",
    "this": "dis",
    "that": "dat",
    "the": "da",
    "something": "sumn sumthin sth",
    "through": "thru",
    "about": "bout abt",
    "message": "msg",
    "messages": "msgs",
    "voicemail": "vm",
    "information": "info",
    "give me": "gimme",
    "let me": "lemme",
    "want to": "wanna",
    "going to": "gonna finna",
    "got to": "gotta",
    "trying to": "tryna",
    "i don t know": "idk dunno",
    "i m": "im",
    "i ve": "ive",
    "i am going to": "imma ima",
    "you all": "yall",
    "no": "nah naw nope",
    "don t": "dont",
    "didn t": "didnt",
    "doesn t": "doesnt",
    "can t": "cant",
    "couldn t": "couldnt",
    "won t": "wont",
    "isn t": "isnt",
    "ain t": "aint",
    "that s": "thats",
    "what s": "whats wats",
    "who s": "whos",
    "where s": "wheres",
    "how s": "hows",
    "he s": "hes",
    "she s": "shes",
    "they re": "theyre",
    "you re": "youre",
    "let s": "lets",
}
_SPANISH = {
    "que": "q ke",
    "por que": "xq pq porq",
    "por": "x",
    "por favor": "porfa xfa xfavor porfis plis",
    "para": "pa",
    "para el": "pal",
    "tambien": "tmb tb tbn",
    "estoy": "toy",
    "ahorita": "orita horita",
    "quien": "kien",
    "quiero": "kiero",
}
# A shortened word -> the words that it stands for.
SHORTHAND = {
    short: tuple(words.split()) for table in (_ENGLISH, _SPANISH) for words, shorts in table.items() for short in shorts.split()
}


def write_out(words: Iterable[str]) -> Iterator[str]:
    """The words of a text made plain, those that are shortened written out: "q les digo" as "que les digo"."""
    for word in words:
        if word in SHORTHAND:
            yield from SHORTHAND[word]
        else:
            yield word
