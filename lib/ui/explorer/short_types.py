"""Types of columns in few letters, as people write them."""

import re
from functools import lru_cache

_LONG = (
    (re.compile(r"\btimestamp(\(\d\))? with time zone"), r"timestamptz\1"),
    (re.compile(r"\btimestamp(\(\d\))? without time zone"), r"timestamp\1"),
    (re.compile(r"\btime(\(\d\))? with time zone"), r"timetz\1"),
    (re.compile(r"\btime(\(\d\))? without time zone"), r"time\1"),
    (re.compile(r"\bcharacter varying"), "varchar"),
    (re.compile(r"\bbit varying"), "varbit"),
    (re.compile(r"\bcharacter\b(?! set)"), "char"),
    (re.compile(r"\bdouble precision"), "float8"),
)


@lru_cache(maxsize=1024)
def short_type(type_name: str) -> str:
    """The type as Postgres prints it, its long names replaced: `timestamptz`, `varchar(30)[]`."""
    if '"' in type_name:  # a name of somebody's own, in which any words may stand
        return type_name
    for long, short in _LONG:
        type_name = long.sub(short, type_name)
    return type_name
