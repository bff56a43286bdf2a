"""From an edition to files: rows → document → one builder for each form → rows of ExportedFile."""


class CannotBuild(Exception):
    """A form that an edition cannot have here, with the reason. The edition goes without it."""
