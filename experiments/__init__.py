"""Experiments: each answers one question, and writes its answer down."""
