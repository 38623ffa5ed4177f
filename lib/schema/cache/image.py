"""The newest reading of a database as it is kept to be opened at once, by the driver alone."""

from typing import Any

from psycopg import Connection

from lib.driver import DatabasePlace, one_reading
from lib.schema.cache.image_form import form, from_image, of_reading
from lib.schema.export.document import VERSION, UnknownDocument
from lib.schema.model import Schema


def newest(connection: Connection[Any], database: str) -> Schema | None:
    """The schema as last read, its concerns as they were then; None where no image of this version is kept of it.

    `connection` is in autocommit. A reading by another version, or one whose image is damaged, has none: the rows of
    the cache hold the same.
    """
    given = {"database": database, "form": form(), "document_version": str(VERSION)}
    for fingerprint, catalog_mark, reading, content in one_reading(connection, "schema/cache/image_read", given):
        try:
            return of_reading(from_image(content), reading, fingerprint=fingerprint, catalog_mark=catalog_mark)
        except UnknownDocument:
            return None
    return None


def name_of(explored: DatabasePlace, context: DatabasePlace) -> str:
    """How the cache calls a database: its name, and where it is unless it is the one with the cache itself."""
    return explored.database if explored == context else str(explored)
