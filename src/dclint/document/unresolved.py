"""Values that a text only names: another tool puts them in its place."""


class UnresolvedText(str):
    """What stands behind a local tag of YAML, such as `!vault` or `!env`: a reference, no value."""

    __slots__ = ()
