"""What Swedish steering documents call things: word lists, publishing systems, registers, and the rules over them."""
