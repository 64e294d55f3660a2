"""The commands of `portal`, one module each."""
