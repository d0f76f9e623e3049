"""Run folders of small images and of points, made without training."""

import numpy as np
from PIL import Image

from ter_gan import recipes, training
from ter_gan.images import load
from ter_gan.runs import Run


def folder_of_images(path, n=240):
    """Images of 8 × 8 pixels in two classes: a bright bar, low or high."""
    random = np.random.default_rng(0)
    for i in range(n):
        picture = random.integers(0, 60, (8, 8), dtype="uint8")
        picture[(4, 0)[i % 2] :][:4, 2:6] = 255
        (path / ["low", "high"][i % 2]).mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(path / ["low", "high"][i % 2] / f"{i}.png")
    return path


def untrained(path, images, **options):
    """A run folder with a checkpoint of networks as they were initialised."""
    wanted = {"width": 4, "latent_dim": 6, "hidden": 0, "average": 0.0, **options}
    recipe = recipes.resolve({"dataset": f"folder:{images}", **wanted})
    dataset = load(recipe.dataset)
    run = Run.create(path, recipe, "tensorflow")
    run.write_json("data.json", training.facts(dataset))
    gan = recipes.build(recipe, dataset.shape, dataset.classes)
    run.save_checkpoint(gan, {"epoch": 1, "step": 0})
    return run
