"""Files that show what happened: received, sealed, looked at in a process of their own, kept."""
