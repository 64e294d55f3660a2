"""Letters: words, PDF, outbox and sending."""
