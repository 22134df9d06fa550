"""Temporal expressions: recognised by rules kept as data, placed on the calendar."""
