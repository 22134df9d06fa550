"""Client of dateline: dated events from news, over gRPC."""
