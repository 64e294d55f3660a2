"""Staff sign-in, and the debtor's receipt code."""
