"""Public pages without any script, each in a module of its own; pages.py has their addresses and what all of them carry."""
