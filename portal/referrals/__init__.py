"""Referring a debtor to an outside body, with consent."""
