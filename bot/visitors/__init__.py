"""What visitors of a campaign's page do there without a conversation: they tell how their calls went, and ask to be called."""
