"""The inbox: what the bot leaves to people. Found, marked, and answered by hand; what goes into it is in bot/conversation."""
