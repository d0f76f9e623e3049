"""What metrics say of runs: results, comparisons, tables and the page."""
