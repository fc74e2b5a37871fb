"""Addresses as they may be shown and written down: without credentials, and without the values of keys."""

from urllib.parse import unquote, urlsplit

from countwatch.model.text import clean, shorten

MASK = "***"
URL_CHARACTERS_MAX = 2000
_SUSPICIOUS = ("key", "token", "secret", "pass", "pwd", "auth", "sig", "cred", "session", "jwt", "bearer")
"""Parts of parameter names whose values are masked. Too many rather than too few: a mask costs nothing."""


def redact(url: str) -> str:
    """The address without userinfo and fragment, values of suspicious parameters masked, cleaned and shortened.

    Whatever cannot be read as an address becomes the mask alone.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return MASK
    host = parts.netloc.rpartition("@")[2]
    query = "&".join(_masked(pair) for pair in parts.query.split("&")) if parts.query else ""
    return shorten(clean(parts._replace(netloc=host, query=query, fragment="").geturl()), URL_CHARACTERS_MAX)


def _masked(pair: str) -> str:
    name, equals, _ = pair.partition("=")
    return f"{name}{equals}{MASK}" if equals and is_telling(unquote(name)) else pair


def is_telling(name: str) -> bool:
    """Whether a name is one that keys and passwords go by."""
    return any(word in name.lower() for word in _SUSPICIOUS)
