"""Alembic's steps from an older store to this version's tables."""
