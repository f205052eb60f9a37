"""Who represents a place, and how sure we are: directory, divisions, tables. Not who calls whom, nor any conversation."""
