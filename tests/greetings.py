"""How people say hello in 248 languages: what may be the first text of somebody the bot has no language for."""

# language: hello
_SAID = """
Afrikaans: hallo
Ainu: irankarapte
Akan: maakye
Albanian: përshëndetje
Aleut: aang
Alsatian: güete Morge
Amharic: ሰላም
Apache: dagotee
Arabic: مرحبا
Aragonese: ola
Aramaic: shlama
Armenian: բարև
Aromanian: bunâ dzuua
Assamese: নমস্কাৰ
Asturian: bones
Aymara: kamisaraki
Azerbaijani: salam
Balinese: om swastiastu
Bambara: i ni ce
Bashkir: сәләм
Basque: kaixo
Bavarian: servus
Belarusian: прывітанне
Bemba: muli shani
Bengali: নমস্কার
Berber: azul
Bhojpuri: प्रणाम
Bikol: marhay na aldaw
Bislama: halo
Bosnian: zdravo
Breton: demat
Bulgarian: здравей
Burmese: မင်္ဂလာပါ
Buryat: мэндэ
Cantonese: 你好呀
Catalan: bon dia
Cebuano: kumusta
Chamorro: håfa adai
Chechen: маршалла
Cherokee: osiyo
Chewa: moni
Cheyenne: haahe
Chickasaw: chokma
Choctaw: halito
Chuukese: ran annim
Comorian: bariza
Cornish: dydh da
Corsican: bonghjornu
Cree: tânisi
Crimean Tatar: selâm
Croatian: bok
Crow: kahee
Czech: ahoj
Danish: hej
Dari: سلام علیکم
Dhivehi: assalaamu alaikum
Dinka: kudual
Dutch: goedendag
Dzongkha: kuzuzangpo la
English: hello
Esperanto: saluton
Estonian: tere
Ewe: woezor
Faroese: góðan dag
Fijian: bula
Filipino: magandang araw
Finnish: terve
Flemish: dag
Fon: a fon ganji a
French: bonjour
Friulian: mandi
Frisian: goeie
Fula: jam waali
Galician: bo día
Ganda: ki kati
Georgian: გამარჯობა
German: guten Tag
Greek: γεια σας
Greenlandic: aluu
Guarani: mba'éichapa
Gujarati: નમસ્તે
Gwich'in: neenjit dagoonch'uu
Haida: sán uu dáng gíidang
Haitian Creole: bonjou
Hakka: 你好嗎
Hausa: sannu
Hawaiian: aloha
Hebrew: שלום
Hiligaynon: maayong adlaw
Hindi: नमस्ते
Hiri Motu: namo
Hmong: nyob zoo
Hopi: um waynuma
Hungarian: szia
Icelandic: góðan daginn
Igbo: ndewo
Ilocano: naimbag nga aldaw
Indonesian: apa kabar
Inuktitut: ᐊᐃ
Inupiaq: paglagivsi
Irish: dia duit
Italian: ciao
Jamaican: wah gwaan
Japanese: こんにちは
Javanese: sugeng enjing
Kabyle: azul fellawen
Kalmyk: менде
Kannada: ನಮಸ್ಕಾರ
Karelian: terveh
Kashmiri: آداب
Kashubian: witôj
Kazakh: сәлем
Khmer: សួស្តី
Kikuyu: wĩmwega
Kinyarwanda: muraho
Kirundi: amahoro
Komi: видза олан
Kongo: mbote
Konkani: नमस्कारु
Korean: 안녕하세요
Krio: kushe
Kurdish: silav
Kyrgyz: салам
Ladin: bun dé
Lakota: hau
Lao: ສະບາຍດີ
Latin: salve
Latvian: sveiki
Ligurian: bongiorno
Limburgish: hallau
Lingala: mbote na yo
Lithuanian: labas
Low German: moin
Lozi: mu zuhile cwani
Luo: misawa
Luxembourgish: moien
Macedonian: здраво
Maithili: प्रणाम अछि
Malagasy: salama
Malay: selamat pagi
Malayalam: നമസ്കാരം
Maltese: merħba
Mam: qaan te
Mandarin: 你好
Manx: moghrey mie
Maori: kia ora
Mapudungun: mari mari
Marathi: नमस्कार
Mari: салам лийже
Marshallese: iakwe
Mauritian Creole: bonzour
Maya: ba'ax ka wa'alik
Mixtec: taxini
Mohawk: shé:kon
Mongolian: сайн уу
Montenegrin: ćao
Mossi: ne y yibeogo
Nahuatl: niltze
Navajo: yá'át'ééh
Ndebele: salibonani
Neapolitan: cià
Nepali: नमस्कार दाइ
Newari: ज्वजलपा
Northern Sami: bures
Norwegian: god dag
Occitan: adieu
Odia: ନମସ୍କାର
Ojibwe: boozhoo
Oromo: akkam
Ossetian: салам у
Palauan: alii
Papiamento: bon dia tur hende
Pashto: سلام
Pennsylvania Dutch: guder mariye
Persian: درود
Polish: cześć
Ponapean: kaselehlie
Portuguese: olá
Punjabi: ਸਤ ਸ੍ਰੀ ਅਕਾਲ
Quechua: rimaykullayki
Quiche: saqarik
Rapa Nui: iorana
Romanian: salut
Romansh: allegra
Romany: lacho dives
Russian: привет
Samoan: talofa
Sango: bara ala
Sanskrit: नमो नमः
Sardinian: saludi
Scots: fit like
Scottish Gaelic: halò
Serbian: добар дан
Shona: mhoro
Sicilian: bon jornu
Sinhala: ආයුබෝවන්
Slovak: dobrý deň
Slovene: živjo
Somali: iska warran
Sorbian: dobry dźeń
Sotho: dumela
Spanish: buenas tardes
Sundanese: wilujeng enjing
Swahili: jambo
Swazi: sawubona
Swedish: god morgon
Swiss German: grüezi
Tagalog: kumusta po kayo
Tahitian: ia ora na
Taiwanese: 你好無
Tajik: салом
Tamil: வணக்கம்
Tatar: исәнмесез
Telugu: నమస్కారం
Tetum: bondia
Thai: สวัสดี
Tibetan: བཀྲ་ཤིས་བདེ་ལེགས
Tigrinya: ከመይ
Tlingit: yak'éi yagiyee
Tok Pisin: gude
Tongan: mālō e lelei
Tsonga: avuxeni
Tswana: dumelang
Turkish: merhaba
Turkmen: salam dost
Tuvan: экии
Twi: ete sen
Udmurt: ӟечбур
Ukrainian: вітаю
Urdu: ہیلو
Uyghur: ياخشىمۇسىز
Uzbek: assalomu alaykum
Venda: ndaa
Venetian: bondì
Vietnamese: xin chào
Walloon: bondjoû
Waray: maupay nga adlaw
Welsh: shwmae
Wolof: na nga def
Xhosa: molo
Yakut: дорообо
Yiddish: שלום עליכם
Yoruba: e kaaro
Yupik: waqaa
Yucatec: bix a beel
Zapotec: padiuxh
Zazaki: ma be xeyr
Zulu: sanibonani
"""

GREETINGS: tuple[tuple[str, str], ...] = tuple(
    (language, said) for language, _, said in (line.partition(": ") for line in _SAID.strip().splitlines())
)
