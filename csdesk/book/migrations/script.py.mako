"""${message}: format ${down_revision} becomes ${up_revision}."""

from __future__ import annotations

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Plain SQL only: a step must mean the same when the schema has long moved on."""


def downgrade() -> None:
    """The way back, for tests."""
