"""People, organisations, states and places: recognised and linked to one identity."""
