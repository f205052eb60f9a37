"""People who are said to want alerts, by an organizer's list or the form on a campaign's page: pending, and asked once by text.

Not the sending of that question (bot/broadcasts), nor what follows from the ledger (bot/people/ledger.py).
"""
