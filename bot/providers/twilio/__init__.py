"""Twilio: its webhooks, its markup, its signature, and the requests that send through it."""
