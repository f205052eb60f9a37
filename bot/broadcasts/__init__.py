"""Alerts: an audience becomes deliveries, workers lease and send them at the sender's pace, and what became of each is kept.

Not single texts that a conversation starts (bot/outbox), nor the ledger of who agreed to what (bot/people/ledger.py).
"""
