"""What answers HTTP: what webhooks ask for, health, public pages, the way from the server. No rules of conversations here."""
