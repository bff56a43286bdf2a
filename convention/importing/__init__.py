"""From a file to a draft edition: a reader for each kind of file → document → checks → rows."""
