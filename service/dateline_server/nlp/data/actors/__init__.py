"""The tables of the actor lexicon, and the script that makes those that are made."""
