"""dateline's service: news articles in, dated events out, over gRPC and DuckDB."""
