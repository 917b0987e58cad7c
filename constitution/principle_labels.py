"""A principle's name in addresses, as on the page: p01, p02 and so on. PURE."""


class PrincipleLabel:
    """Converts between the name in an address and the number of the principle."""

    regex = "p[0-9]{1,6}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value[1:])

    def to_url(self, value: int) -> str:
        """Return the name."""
        return f"p{int(value):02d}"
