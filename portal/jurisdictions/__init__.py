"""The law as data, and its loader."""
