"""The use cases: what is done with analyses and the store. The only place that knows both."""
