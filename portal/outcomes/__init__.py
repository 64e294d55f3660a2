"""Stage 4: findings, remedy, and telling the debtor."""
