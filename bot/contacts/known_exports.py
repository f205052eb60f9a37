"""The programs whose exports are known by their headings, so that a list can say where it is from. Pure: a table."""

from collections.abc import Collection, Mapping, Sequence

from bot.contacts.column_names import heading_key

# Program -> headings, all of which its exports have; one row of them is enough. Airtable's are as people name them.
HEADINGS: Mapping[str, Sequence[Collection[str]]] = {
    "Action Network": (("can2 user tags",), ("can2 subscription date",), ("can2 phone",)),
    "NationBuilder": (("nationbuilder id",), ("signup nationbuilder id",)),
    "EveryAction": (("VANID",), ("Voter File VANID",), ("My Campaign ID",)),
    "Mobilize": (("signup created time",), ("SMS opt-in status", "first name", "phone")),
    "Mailchimp": (("OPTIN_TIME",), ("MEMBER_RATING",), ("LEID", "EUID"), ("UNSUB_TIME",)),
    "Salesforce": (
        ("MailingPostalCode", "MobilePhone"),
        ("Mailing Zip/Postal Code", "Mobile"),
        ("Mailing Zip/Postal Code", "Mobile Phone"),
        ("Contact ID", "Do Not Call"),
        ("HasOptedOutOfEmail",),
    ),
    "Spoke": (("cell", "firstName", "lastName"), ("contact[cell]",)),
    "CallHub": (("phonebook",), ("phonebook name",), ("callhub id",)),
    "ActionKit": (("akid",), ("actionkit id",), ("rand_id", "subscription_status")),
}
FIRST_OF_GOOGLE_FORMS = frozenset(map(heading_key, ("Timestamp", "Marca temporal")))


def program_of(headings: Sequence[str]) -> str:
    """The program that wrote a list with these headings, "" where it is not known."""
    keys = [heading_key(each) for each in headings]
    for program, choices in HEADINGS.items():
        if any(all(heading_key(each) in keys for each in needed) for needed in choices):
            return program
    return "Google Forms" if keys and keys[0] in FIRST_OF_GOOGLE_FORMS else ""
