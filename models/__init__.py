"""What the tool talks about: documents, goals and changes. No I/O, no rules."""
