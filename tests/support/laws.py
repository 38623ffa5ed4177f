"""How the laws are tried: the same examples every time in the tests, random and many more in a hunt for new ones."""

from typing import Any

from hypothesis import HealthCheck, Phase, settings

# What a loaded machine takes for one example says nothing, so neither time limit of hypothesis holds anywhere. A law
# that fails in the tests shows the example that it failed at: shrinking may take minutes, and is left to the hunt.
STEADY = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
HUNT = settings(
    STEADY,
    derandomize=False,
    max_examples=10 * STEADY.max_examples,
    phases=(Phase.explicit, Phase.generate, Phase.target, Phase.shrink),
)


def register() -> None:
    """Make both profiles known to hypothesis and load the steady one; `--hypothesis-profile=hunt` loads the other."""
    settings.register_profile("steady", STEADY)
    settings.register_profile("hunt", HUNT)
    settings.load_profile("steady")


def examples(number: int, **others: Any) -> settings:
    """The profile's settings with `number` examples in the tests and as many times more in a hunt as it tries."""
    return settings(max_examples=number * settings().max_examples // STEADY.max_examples, **others)
