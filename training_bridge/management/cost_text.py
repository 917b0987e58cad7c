"""What a run is expected to take, said in the terminal before it starts."""

from __future__ import annotations

from training_bridge.cost import CostEstimate


def cost_text(estimate: CostEstimate) -> str:
    """Say in a table what each stage takes at most, and what all of it comes to."""
    lines = [f"{'stage':<18}{'requests':>10}{'tokens':>14}{'time':>12}"]
    lines += [
        f"{line.stage:<18}{line.requests:>10,}"
        f"{line.prompt_tokens + line.new_tokens + line.trained_tokens:>14,}{_time(line.seconds):>12}"
        for line in estimate.lines
    ]
    money = f"{estimate.money:,.2f} {estimate.currency}" if estimate.money else "nothing to a server"
    return "\n".join(
        [
            "Expected at most, by the speeds of two processor cores:",
            *lines,
            f"in all {estimate.tokens:,} tokens, {_time(estimate.seconds)}, {money}",
        ]
    )


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 90 else f"{minutes / 60:,.1f} h"
