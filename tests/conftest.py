"""Settings of every test."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Properties say what holds, not how fast: a busy machine is no failure. The examples are the same in
# every run, so that a change is not refused for what it did not touch; `--hypothesis-profile search`
# draws new ones.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dateline", _PATIENT, derandomize=True)
settings.register_profile("search", _PATIENT, print_blob=True)
settings.load_profile("dateline")
