"""How people misspell the words by which they ask for no more texts, and what they mean."""

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
