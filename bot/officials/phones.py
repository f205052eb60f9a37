"""Numbers as sources write them, turned into E.164 and ids of lines. Which may be dialled is bot/telephony.py's to say."""

import phonenumbers

from bot.telephony import MAX_EXTENSION, line_id, may_dial, split_extension


def source_to_line(written: str) -> str | None:
    """ "(253) 591-5100 ext. 4" -> "2535915100x4", the line's id; None for what is no number that may be dialled.

    An extension that is too long to be one is left out.
    """
    bare, extension, _ = split_extension(written)
    phone = source_to_e164(bare)
    extension = extension or _other_extension(bare)
    return line_id(phone, extension if len(extension) <= MAX_EXTENSION else "") if phone else None


def _other_extension(written: str) -> str:
    """One in a spelling that only the library knows."""
    try:
        return phonenumbers.parse(written, "US").extension or ""
    except phonenumbers.NumberParseException:
        return ""


def source_to_e164(written: str) -> str | None:
    """ "(253) 591-5100" -> "+12535915100"; None for what is no number that may be dialled. An extension is left out."""
    try:
        parsed = phonenumbers.parse(written, "US")
    except phonenumbers.NumberParseException:
        return None
    phone = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return phone if may_dial(phone) else None


def area_code(phone: str) -> str:
    """The area code of an E.164 number of +1: "253"."""
    return phone[2:5]
