"""Texts and calls that we start. Replies travel in the webhook's answer and are not here."""
