"""One file an experiment: tables of the literature, measured again."""
