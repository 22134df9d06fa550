"""Settings of every test."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Properties say what holds, not how fast: a busy machine is no failure.
settings.register_profile("dateline", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dateline")
