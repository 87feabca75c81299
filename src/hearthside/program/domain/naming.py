"""Short forms of names."""


def initials_of(name: str) -> str:
    """First letters of the first and the last word: "Dana Whitfield" is "DW"."""
    words = name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))
