"""Stage 3: the supervisor's desk."""
