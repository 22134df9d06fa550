"""From a text to its analysis: pure functions over frozen values; imports ``domain`` only."""
