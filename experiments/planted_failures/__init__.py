"""Which metric sees which failure: failures planted into real images."""
