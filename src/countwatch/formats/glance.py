"""A glance at a JSON body before it is parsed: can there be a number or a key in it that must not be taken as it is?

Nearly every body has none, and then the parser need not ask us about each of its numbers.
"""

KEY_CHARACTERS_MAX = 256
NUMBER_CHARACTERS_MAX = 40

_SHAPES = bytes(ord("0") if byte in b"0123456789" else byte if byte in b'-"\\' else ord(".") for byte in range(256))
"""Each digit as 0, anything else as a point but for minus signs, quotes and backslashes."""

_QUOTES = bytes(byte if byte == ord('"') else ord(".") for byte in range(256))


def is_plain(body: bytes) -> bool:
    """Never true of a body with a minus zero, a whole number of too many digits, or a key that is too long.

    It may be false of one without: a text of 41 digits looks the same here.
    """
    shapes = body.translate(_SHAPES)
    if b".-0" in shapes or b"0" * (NUMBER_CHARACTERS_MAX + 1) in shapes:
        return False
    # A quote that is escaped would hide the length of the key that it stands in.
    return rb"\"" not in shapes and b"." * (KEY_CHARACTERS_MAX + 1) not in body.translate(_QUOTES)
