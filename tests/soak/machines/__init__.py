"""Many machines at one database: dashboards and workers, some behind a pooler, some killed."""
