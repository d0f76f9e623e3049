"""The film of a GAN of 2-D points: what both players do, step by step."""
