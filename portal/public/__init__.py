"""Pages anybody may open: start, privacy, help outside, health."""
