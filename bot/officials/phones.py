"""Numbers as sources write them, turned into E.164. Whether one may be dialled is bot/telephony.py's to say."""

import phonenumbers

from bot.telephony import may_dial, split_extension


def source_to_e164(written: str) -> str | None:
    """ "(253) 591-5100 ext. 4" -> "+12535915100"; None for what is no number that may be dialled. An extension is left out."""
    bare, _, _ = split_extension(written)
    try:
        parsed = phonenumbers.parse(bare, "US")
    except phonenumbers.NumberParseException:
        return None
    phone = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return phone if may_dial(phone) else None


def area_code(phone: str) -> str:
    """The area code of an E.164 number of +1: "253"."""
    return phone[2:5]
