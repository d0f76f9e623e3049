"""Where data come from: files, caches, packages, downloads that must not hang."""
