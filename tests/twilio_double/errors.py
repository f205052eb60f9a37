"""Twilio's own errors: code, HTTP status, words. And the three shapes in which an error comes."""

import json
from typing import Literal

Shape = Literal["twilio", "problem", "html"]

# Twilio reference 1.8. Those of calls, 20404, 21701 and 21703 are from memory, not from that page.
ERRORS: dict[int, tuple[int, str]] = {
    20001: (400, "Invalid parameter"),
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too Many Requests"),
    20500: (500, "Internal Server Error"),
    20503: (503, "Service Unavailable"),
    21201: (400, "No 'To' number is specified"),
    21205: (400, "Url parameter is required."),
    21210: (400, "'From' phone number not verified"),
    21211: (400, "Invalid 'To' Phone Number"),
    21213: (400, "No 'From' number is specified"),
    21408: (400, "Permission to send an SMS has not been enabled for the region"),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21606: (400, "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination"),
    21608: (400, "The number is unverified. Trial accounts cannot send messages to unverified numbers"),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21611: (400, "This 'From' number has exceeded the maximum number of queued messages"),
    21612: (400, "Message cannot be sent with the current combination of 'To' and/or 'From' parameters"),
    21614: (400, "'To' number is not a valid mobile number"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    21620: (400, "Invalid media URL(s)"),
    21623: (400, "Number of media files exceeds allowed limit"),
    21701: (404, "The Messaging Service does not exist"),
    21717: (400, "From must belong to an active campaign"),  # SignalWire's
    30022: (400, "US A2P 10DLC - Rate Limits Exceeded"),
    63038: (400, "Account exceeded the daily messages limit"),
    21703: (400, "The Messaging Service does not have a phone number available to send a message"),
}
# Told later, by callback (the same section).
LATER: dict[int, str] = {
    21610: "Attempt to send to unsubscribed recipient",
    11200: "HTTP retrieval failure",
    12300: "Invalid Content-Type",
    30001: "Queue overflow",
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30008: "Unknown error",
    30019: "Content size exceeds carrier limit",
    30032: "Toll-Free Number Has Not Been Verified",
    30034: "Message from an Unregistered Number",
}


def body(code: int, status: int = 0, shape: Shape = "twilio") -> tuple[int, bytes, str]:
    """An error as an answer: HTTP status, body, content type. A status of its own where one is given."""
    usual, words = ERRORS.get(code, (400, "Something is wrong"))
    status = status or usual
    more = f"https://www.twilio.com/docs/errors/{code}"
    if shape == "html":
        return status, f"<html><body><h1>{status}</h1></body></html>".encode(), "text/html"
    if shape == "problem":  # RFC 9457; twilio-python raises another exception for it (reference 5)
        problem = {"type": more, "title": words, "status": status, "code": code, "detail": words}
        return status, json.dumps(problem).encode(), "application/problem+json"
    return (
        status,
        json.dumps({"code": code, "message": words, "more_info": more, "status": status}).encode(),
        "application/json",
    )
