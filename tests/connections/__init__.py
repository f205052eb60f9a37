"""Connections to other tools: stand-ins on loopback that are slow, wrong and gone, and what reaches them."""
