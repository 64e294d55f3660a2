"""Finding text in sealed words by keyed tokens."""
