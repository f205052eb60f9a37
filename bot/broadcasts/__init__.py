"""Alerts: an audience becomes deliveries, workers claim and send them at the sender's pace, and what became of each is kept.

Not single texts that a conversation starts (bot/sending.py), nor the ledger of who agreed to what (bot/ledger.py).
"""
