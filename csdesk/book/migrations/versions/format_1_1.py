"""The journal can be searched by record: which keys a batch spans is a column with an index."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from alembic import op

revision = "1.1"
down_revision = "1.0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the span of keys and fill it from the keys of each batch."""
    op.execute("ALTER TABLE entry_batch ADD COLUMN first_key INTEGER NOT NULL DEFAULT 0")
    op.execute("ALTER TABLE entry_batch ADD COLUMN last_key INTEGER NOT NULL DEFAULT 0")
    connection = op.get_bind()
    for entry, number, blob in connection.exec_driver_sql("SELECT entry, number, keys FROM entry_batch").fetchall():
        with pa.ipc.open_stream(pa.py_buffer(blob)) as reader:
            keys = np.cumsum(reader.read_all().column("key").to_numpy())
        connection.exec_driver_sql(
            "UPDATE entry_batch SET first_key = ?, last_key = ? WHERE entry = ? AND number = ?",
            (int(keys.min()), int(keys.max()), entry, number),
        )
    op.execute("CREATE INDEX entry_batch_by_key ON entry_batch (record, first_key, last_key)")


def downgrade() -> None:
    """The way back, for tests."""
    op.execute("DROP INDEX entry_batch_by_key")
    op.execute("ALTER TABLE entry_batch DROP COLUMN first_key")
    op.execute("ALTER TABLE entry_batch DROP COLUMN last_key")
