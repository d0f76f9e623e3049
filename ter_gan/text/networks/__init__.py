"""Networks of text: language models, autoencoders, generators, discriminators."""
