"""The rules: plain Python, without Flask, tables, files or a clock of its own."""
