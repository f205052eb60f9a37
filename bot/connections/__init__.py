"""Connections to other tools: who is told what happens here, and how notices get there. What they tell of is in bot/notices."""
