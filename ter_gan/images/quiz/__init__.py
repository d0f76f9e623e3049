"""A blind test for people: which of these images are real?

```python
quiz.write("runs/00001-mnist-dcgan", real, fake, seed=0, title="mnist, dcgan")
quiz.summarise(["anna.json", "ben.json"])["error_generated"]
```

In the manner of HYPE (Zhou et al. 2019, https://arxiv.org/abs/1904.01121): how
often people err about generated images, with and without a limit of time.
"""

from ter_gan.images.quiz.answers import summarise
from ter_gan.images.quiz.page import write

__all__ = ["summarise", "write"]
