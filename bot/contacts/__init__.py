"""People whom an organizer's list says agreed: every row checked, laid by, loaded whole as pending, asked once to confirm.

Not the sending of that question (bot/broadcasts), nor what follows from the ledger (bot/ledger.py).
"""
