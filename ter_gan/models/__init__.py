"""Who plays, in which order, on which loss."""
