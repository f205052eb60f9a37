"""Words that say the same where somebody may ask for no more texts, in English and Spanish, by group.

A reader that has learned "quit texting me" knows by them that "cesen de escribirnos" is of the same make. `*` stands for any
ending; a word may be in several groups, and the first is the one that its place in a sentence is known by.
"""

import re
from functools import lru_cache

GROUPS = {
    "stop": (
        "stop stopp* quit quitting cease* end ends halt* discontinu* unsub* cancel* cansel* cancl* desist* revok* "
        "rescind* stopall opt optout opting terminat* abort unenroll* unregister* disenroll* disabl* deactivat* "
        "withdraw* alto basta* vasta para paran pare paren parar parenle parale parenl* parame deten* detene* detien* "
        "cese cesen cesar termine terminen termina terminar anul* desactiv* desuscri* desinscri* suspend* apag[au]* "
        "apague* renunci* revoc* cort[ae]n corta corte deja dejan deje dejen dejar dejad dejense evite eviten evitar"
    ),
    "remove": (
        "remov* delet* eras* take takin drop* scratch strike cross pull exclud* unlist purge wipe dump kick clear lose "
        "loose ditch toss trash forget quite quiten quita quitar quitenm* quitem* quitam* quitarm* saque saquen saca "
        "sacar saquenm* saquem* sacam* borr[ae]* elimin* remuev* retir[ae]* tach[ae]* bajen* olvid[ea]n* pierdan "
        "excluy* kit[ae]*"
    ),
    "out": (
        "out off away fuera salir* salgo sale salga* largo larg[au]* vaya[ns]* vete vayanse baja vaja leave leaving "
        "exit gone irme bajarme unfollow"
    ),
    "texts": (
        "text texts message messages msg msgs sms mms alert alerts notification notifications update updates email "
        "emails spam txt txts texto textos mensaj* msj msjs alerta alertas aviso avisos notificaci* correo correos "
        "recordatori* reminder reminders newsletter propaganda publicidad"
    ),
    "list": (
        "list lists lista listas database system group grupo record records registro registros directorio contact "
        "contacts contactos subscription suscripcion program programa roster sistema base"
    ),
    "things": (
        "this these those it that stuff crap junk shit bullshit thing things esto estos estas esos eso cosas tanto tantos"
    ),
    "contact": (
        "texting messaging sending send sent calling call calls contact* bother* harass* bug bugging annoy* spamming "
        "emailing write writing hitting hit ping pinging blowing reach ringing phoning pester* mand[aeo]* envi[aeo]* "
        "escri[bv]* texte* llam[aeo]* molest[aeo]* contact[aeo]* habl[ae]* marc[ae]* busc* busqu* fastidi* freg* frieg* "
        "ching* jod* insist* acos* yam[ae]*"
    ),
    "get": ("get getting receiv* recib* resib* resiv* recieving have having see hear llega llegan llegu* llegue lleguen"),
    "me": "me my myself mine us our i im mi mis yo conmigo nos nosotros",
    "you": "you your yall u ur ustedes usted su sus tu tus ud uds",
    "they": ("they he she them him her his hers their theirs ellos ella el ellas le les lo los la las who someone somebody"),
    "kin": (
        "mom mother dad father husband wife brother sister son daughter friend neighbor kid kids cousin aunt uncle "
        "grandma boss roommate mama papa esposo esposa hermano hermana hijo hija amigo amiga vecino vecina prima primo "
        "tio tia abuela abuelo jefe suegra cunado novio novia girlfriend boyfriend ex pastor coworker comadre compadre "
        "nephew niece partner tenant"
    ),
    "office": (
        "office staffer aide voicemail mailbox secretary receptionist intern lady guy oficina asistente secretaria "
        "buzon senora recepcionista grabacion staff assistant volunteer senator senador governor gobernador mayor "
        "alcalde congressman congresswoman councilman"
    ),
    "say": (
        "said say says told tell tells telling asked ask asks yelled screamed dijo dijeron dice dicen pidio pidieron "
        "pide dig[ao]* decir dije dijera contest[oa]* grit[oa]* goes wants"
    ),
    "no": ("no not don dont never nunca ni jamas sin without won doesn didn can isn cannot aren wouldn couldn ain neither"),
    "more": "more further anymore again mas otra otro vuelv* another any longer ever nomas",
    "want": (
        "want* wish like need would rather prefer* quiero quisiera deseo necesito gustaria prefiero wanna queremos kiero quero"
    ),
    "fight": (
        "ice raid raids deport* detention* detain* detencion* wall sheriff migra redada redadas bill bills law laws ley "
        "war hate odio families family familia familias jaula jaulas cage cages police policia cop cops border jail "
        "carcel immigrant immigrants inmigrantes trump city ciudad contrato contratos contract geo racis* violen* "
        "arrest* court rent rents evict* desaloj* injustic* abus* guerra muro cruel* 287 congress legislature senate "
        "budget cuts"
    ),
    "how": "how what where way como donde which cual",
    "why": "why porque xq",
    "number": "number numbers phone cell line numero telefono celular cel mobile digits inbox linea",
    "keep": "keep* continu* stay still sig[aou]* seguir* sigue* quedarme remain",
    "anger": (
        "fuck* fking damn shit hell wtf harassment sick tired enough harto harta hartos cansado cansada mierda block* "
        "report* sue suing lawyer attorney fcc abogado bloque* demand* denunci* idiot idiots stupid annoying fed"
    ),
    "past": (
        "stopped quit ended dejaron pararon deje paro pidieron paso cancelled canceled cancelaron unsubscribed cancele "
        "sali quitaron"
    ),
    "please": "please pls plz favor porfa gracias thanks thank kindly sorry disculpe xfa plis",
}
WORDS_KNOWN = 8192  # of which it is kept where they belong: what people write has no end

_PATTERNS = tuple(
    (group, re.compile("|".join(word.replace("*", r"\w*") for word in words.split()))) for group, words in GROUPS.items()
)


@lru_cache(maxsize=WORDS_KNOWN)
def groups_of(word: str) -> tuple[str, ...]:
    """The groups that a plain word is in, none for most."""
    return tuple(group for group, pattern in _PATTERNS if pattern.fullmatch(word))
