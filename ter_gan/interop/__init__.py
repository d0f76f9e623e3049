"""Other libraries, used as references; never on the runtime path."""
