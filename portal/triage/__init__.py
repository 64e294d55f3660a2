"""Stage 2: the decision and the queue."""
