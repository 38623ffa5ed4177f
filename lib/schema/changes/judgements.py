"""How grave it is that something of a schema came, went or is otherwise, and why."""

from collections.abc import Mapping

from lib.schema.changes.change import Assessment

ADDED: Assessment = "harmless", "It only adds."
REMOVED: Assessment = "breaking", "Programs that name it fail."
REQUIRED: Assessment = "breaking", "Inserts that do not name it fail."
OWNED: Assessment = "risky", "It comes and goes with another extension, or none."
CAME: Mapping[str, Assessment] = {
    "primary key": ("risky", "Writes that repeat a value fail."),
    "unique key": ("risky", "Writes that repeat a value fail."),
    "foreign key": ("risky", "Writes that refer to nothing fail, and so may deletions there."),
    "check": ("risky", "Writes that break the rule fail."),
    "exclusion": ("risky", "Writes that overlap fail."),
    "index": ("harmless", "Queries only get faster."),
    "unique index": ("risky", "Writes that repeat a value fail."),
    "trigger": ("risky", "Writes now do something more."),
    "policy": ("risky", "Other rows may be seen or written than before."),
}
WENT: Mapping[str, Assessment] = {
    "primary key": ("breaking", "Rows can no longer be named, and upserts on it fail."),
    "unique key": ("breaking", "Values may repeat, and upserts on it fail."),
    "foreign key": ("breaking", "Rows may refer to nothing: joins and clean-up can no longer rely on it."),
    "check": ("risky", "Values that were impossible may appear."),
    "exclusion": ("risky", "Overlaps that were impossible may appear."),
    "index": ("risky", "Queries that used it read the whole table."),
    "unique index": ("breaking", "Values may repeat, and upserts on it fail."),
    "trigger": ("risky", "What it did on writes no longer happens."),
    "policy": ("risky", "Other rows may be seen or written than before."),
}
OTHERWISE: Mapping[str, Assessment] = {
    "primary key": ("breaking", "Rows are named in another way."),
    "unique key": ("breaking", "Upserts that name the old columns fail."),
    "foreign key": ("risky", "Writes and deletions behave differently."),
    "index": ("risky", "Queries that used it may read the whole table."),
}
