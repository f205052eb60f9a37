"""Numbers as sources write them, turned into E.164. Whether one may be dialled is bot/telephony.py's to say."""

import re

import phonenumbers


def source_to_e164(written: str) -> str | None:
    """ "(253) 591-5100 ext. 4" -> "+12535915100"; None for what is not a valid US number. An extension is left out."""
    try:
        number = phonenumbers.parse(re.split(r"(?i)\s*(?:ext|x)\.?\s*\d+", written)[0], "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def area_code(phone: str) -> str:
    """The area code of an E.164 number of +1: "253"."""
    return phone[2:5]


# Toll-free codes belong to no place. Source: 47 CFR 52.101, NANPA.
TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888"})
