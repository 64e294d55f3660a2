"""Files a debtor adds: kept, cleaned and scanned."""
