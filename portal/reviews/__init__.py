"""Stage 5: outcomes feed the review of a collector."""
