"""First steps: one neuron, descent, backpropagation, and the smallest GAN."""
