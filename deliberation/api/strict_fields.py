"""Fields that take what their type says and nothing that could be read as it: `"1"` is no number."""

from typing import Any

from rest_framework import serializers


class WholeNumber(serializers.IntegerField):
    """A number without fraction."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number; a text of digits, a fraction or true is refused. JSON's 1.0 is the number 1."""
        if isinstance(data, float) and data.is_integer():
            data = int(data)
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class YesOrNo(serializers.BooleanField):
    """True or false."""

    def to_internal_value(self, data: Any) -> bool:
        """Return it; "yes", 1 and the like are refused."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Text(serializers.CharField):
    """Text as a database can keep it: no NUL character, no half of a pair of surrogates."""

    def to_internal_value(self, data: Any) -> str:
        """Return the text; numbers are none."""
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            data.encode()
        except UnicodeEncodeError:
            self.fail("invalid")
        return str(super().to_internal_value(data))
