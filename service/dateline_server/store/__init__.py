"""Domain values to DuckDB and back. Knows the domain only."""
