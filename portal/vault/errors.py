"""What goes wrong with keys and seals; none of these messages ever holds a key or a word."""


class VaultError(Exception):
    """Something kept by the vault cannot be used."""


class KeyringError(VaultError):
    """The keyring is missing, open to others, incomplete, or lacks a key that is asked for."""


class SealError(VaultError):
    """Sealed bytes were altered, moved, cut, or belong to another key."""


class KeyDestroyedError(VaultError):
    """The key of the ticket is gone, and with it every word that was sealed with it."""
