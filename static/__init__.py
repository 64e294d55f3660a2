"""Files of the portal, packaged beside its code."""
