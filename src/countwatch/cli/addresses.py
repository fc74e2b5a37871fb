"""What kind of a feed a text names, by its look alone: a recording is opened without reading what a definition is."""

_ADDRESSES = ("http://", "https://")


def is_path(url: str) -> bool:
    """Whether a definition's `url` is a file or a folder of this machine."""
    return not url.startswith(_ADDRESSES)


def is_definition(named: str) -> bool:
    """Whether it is the file of a feed definition."""
    return named.endswith(".toml") and "://" not in named
