"""Looks at the site's mapping as a whole: counts what its views give, and says what looks wrong."""

from sqlalchemy import Engine

from lib.context.mapping.findings import findings
from lib.context.mapping.report import MappingReport
from lib.context.mapping.survey import SMALLEST, survey
from lib.database import database_clock, read_only


def check(database: Engine, *, seconds: int = 10, smallest: int = SMALLEST) -> MappingReport:
    """What the views give now; reads only, and no part of it takes longer than `seconds`.

    A table of fewer than `smallest` bytes may be read whole. Raises `MissingSources` where a view is missing.
    """
    counts = survey(database, seconds=seconds, smallest=smallest)
    with read_only(database) as connection:
        return MappingReport(database_clock(connection), counts, findings(counts))
