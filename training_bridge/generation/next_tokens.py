"""What a server says of the most probable next tokens, and how probable that makes given choices. PURE."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

_SPACE_MARKS = str.maketrans({"Ġ": " ", "▁": " ", "Ċ": "\n"})
"""Signs by which some servers show a token's space or line end."""


def likely_tokens(choice: Mapping[str, Any]) -> list[tuple[str, float]]:
    """Read the first token's alternatives out of a choice of `/chat/completions` or `/completions`.

    Both shapes are understood at both addresses: a list of {token, logprob} (chat, and some servers'
    completions) and a mapping of token to log-probability. Empty where there is none.
    """
    told = choice.get("logprobs")
    if not isinstance(told, Mapping):
        return []
    first: Any = None
    if isinstance(told.get("content"), list) and told["content"]:
        first = told["content"][0]
        first = first.get("top_logprobs") or [first] if isinstance(first, Mapping) else None
    elif isinstance(told.get("top_logprobs"), list) and told["top_logprobs"]:
        first = told["top_logprobs"][0]
    if isinstance(first, Mapping):
        pairs = list(first.items())
    elif isinstance(first, list):
        pairs = [(each.get("token"), each.get("logprob")) for each in first if isinstance(each, Mapping)]
    else:
        return []
    return [
        (token, float(likely))
        for token, likely in pairs
        if isinstance(token, str) and isinstance(likely, int | float) and not math.isnan(likely)
    ]


def weigh_choices(tokens: Sequence[tuple[str, float]], choices: Sequence[str]) -> tuple[float, ...] | None:
    """Give the log-probability of each choice, or None where no token belongs to any.

    A token belongs to a choice that it equals or begins, white space around both aside, if it begins no
    other choice; several ("A" and " A") add up. A choice without a token gets the most that it can still
    have: the smaller of the least probability named and of what all named ones leave.
    """
    found: list[list[float]] = [[] for _ in choices]
    for token, likely in tokens:
        said = token.translate(_SPACE_MARKS).strip()
        meant = [place for place, choice in enumerate(choices) if said and choice.strip().startswith(said)]
        exact = [place for place in meant if choices[place].strip() == said]
        places = exact or meant
        if len(places) == 1:
            found[places[0]].append(likely)
    if not any(found):
        return None
    # Servers round, and some write -9999 for "not at all".
    left = max(1.0 - sum(math.exp(min(likely, 0.0)) for _, likely in tokens), 1e-9)
    floor = min(math.log(left), min(likely for _, likely in tokens))
    return tuple(math.log(sum(map(math.exp, each))) if each else floor for each in found)
