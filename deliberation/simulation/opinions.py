"""How a simulated citizen takes a statement: agree, pass, disagree, or leave it unanswered.

The utility of statement t for person p is

    u = appeal_t + leniency_p + loadings_t . position_p

and the vote is an ordered probit with a zone of indifference of half-width tau_p around zero:

    P(agree) = Phi(u - tau),   P(disagree) = Phi(-u - tau),   P(pass) = 1 - both,

with Phi the standard normal distribution function (McKelvey and Zavoina 1975, "A statistical model for the
analysis of ordinal level dependent variables", section 2; the spatial reading of u follows Clinton, Jackman
and Rivers 2004, "The statistical analysis of roll call data"). A pass is likeliest where u = 0.

Missing is not at random: a statement that leaves a person cold (u near 0) is also skipped more often, and
people whom the statements leave cold stop earlier.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

LENIENCY_SPREAD: Final = 0.25
MEDIAN_TAU: Final = 0.3
TAU_SPREAD: Final = 0.4
INDIFFERENCE_WIDTH: Final = 0.8
HIGHEST_SKIP: Final = 0.45
LOST_PATIENCE: Final = 0.6


def utilities(
    appeal: NDArray[np.float64],
    loadings: NDArray[np.float64],
    position: NDArray[np.float64],
    leniency: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Utility of each statement for each person.

    Args:
        appeal: (statements,)
        loadings: (statements, 2)
        position: (people, 2)
        leniency: (people,) how readily the person agrees with anything.

    Returns:
        (people, statements), in standard deviations of the vote noise.
    """
    return appeal[None, :] + leniency[:, None] + position @ loadings.T


def vote_probabilities(
    utility: NDArray[np.float64], tau: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Probabilities of agree, pass and disagree, for shapes that broadcast together."""
    agree = ndtr(utility - tau)
    disagree = ndtr(-utility - tau)
    return agree, 1.0 - agree - disagree, disagree


def draw_votes(
    utility: NDArray[np.float64], tau: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.int8]:
    """Draw a vote (1 agree, 0 pass, -1 disagree) for each utility."""
    agree, _, disagree = vote_probabilities(utility, tau)
    uniform = rng.random(utility.shape)
    votes = (uniform < agree).astype(np.int8)
    votes[uniform >= 1.0 - disagree] = -1
    return votes


def skip_probabilities(utility: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability of leaving a shown statement unanswered, highest at indifference."""
    return HIGHEST_SKIP * indifference(utility)


def indifference(utility: NDArray[np.float64]) -> NDArray[np.float64]:
    """How cold a statement leaves a person, from 1 (utility 0) down to 0; a Gaussian bump."""
    return np.exp(-np.square(utility / INDIFFERENCE_WIDTH) / 2.0)


def draw_patience(
    coldness: NDArray[np.float64],
    answerable: NDArray[np.float64],
    mean: float,
    rng: np.random.Generator,
    minimum: int = 5,
) -> NDArray[np.int64]:
    """Number of votes each person is ready to cast: log-normal, so a few cast very many.

    Args:
        coldness: (people,) mean indifference to the statements open to the person.
        answerable: (people,) number of statements the person would answer at most.
        mean: the mean aimed at over all people; a smaller supply of statements lowers it.
        rng: source of randomness.
        minimum: of votes, where there are that many statements.

    Returns:
        (people,) whole numbers.
    """
    wish = rng.lognormal(sigma=0.65, size=coldness.shape) * (1.0 - LOST_PATIENCE * coldness)
    most = np.maximum(answerable, 1.0)
    least = np.minimum(float(minimum), most)
    # The mean of the clipped wishes grows with the scale: find the scale by bisection of its logarithm.
    low, high = -5.0, 25.0
    for _ in range(60):
        middle = (low + high) / 2.0
        reached = float(np.clip(np.exp(middle) * wish, least, most).mean())
        low, high = (middle, high) if reached < mean else (low, middle)
    votes: NDArray[np.int64] = np.rint(np.clip(np.exp(high) * wish, least, most)).astype(np.int64)
    return votes
