"""Settings, staff, teams, and reading the rule packs."""
