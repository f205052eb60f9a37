"""Supporters: what they agreed to, when they may be texted, who organizes, and how long anything is kept."""
