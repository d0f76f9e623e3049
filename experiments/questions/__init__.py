"""One file, one question: each module defines `EXPERIMENT`."""
