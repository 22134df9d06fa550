"""The file formats of a timeline, a module each; ``rows`` has what they share."""
