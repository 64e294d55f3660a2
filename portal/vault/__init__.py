"""Keys, sealing, blind indexes and codes: the only room that knows a cipher."""
