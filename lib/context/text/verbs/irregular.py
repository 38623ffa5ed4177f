"""The infinitives of the verb forms whose stem is another one ("vient", "venons")."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path


@cache
def infinitives(without_accents: Callable[[str], str]) -> Mapping[str, Mapping[str, str]]:
    """By language, the infinitive of each irregular form of a verb, read once; of forms typed without accents, too."""
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        code: {
            typed: infinitive
            for infinitive, forms in verbs.items()
            for form in forms.split()
            for typed in (form, without_accents(form))
        }
        for code, verbs in written.items()
    }
