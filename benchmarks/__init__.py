"""Measurements against peers, side by side; results are committed.

Each module is a command: `python -m benchmarks.NAME` writes
`benchmarks/results/NAME.json` and `.md`.
"""
