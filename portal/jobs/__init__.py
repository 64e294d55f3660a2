"""Work done after the commit: sweeps over rows that are due."""
