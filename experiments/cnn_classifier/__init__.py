"""Before a GAN, a classifier: do convolutions beat as many plain weights?"""
