"""Notices: what other tools are told of what happens here, written down with it. Not who is told, nor how."""
