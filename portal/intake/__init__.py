"""Stage 1: report conduct or ask for help."""
