"""The fast tagger of Chinese words, and the scripts that make it."""
