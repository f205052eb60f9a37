"""Puts the parts together: each is made once, when it is first asked for. Imported by create_app() alone."""
