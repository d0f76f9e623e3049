"""Runs of one dataset side by side: what differs, what it cost, what came of it."""
