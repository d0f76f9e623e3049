"""What the experiments measure: one training each, summed up in numbers."""
