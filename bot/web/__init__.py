"""What answers HTTP: webhooks, health, public pages, the simulator. No rules of conversations or officials in here."""
