"""Conversations as data: flows, events, commands and the pure step between them. No I/O, no clock, no framework in here."""
