"""What the stages share and knows Flask."""
