"""The languages that are spoken here. A sentence that is not in a flow or a campaign belongs here."""
