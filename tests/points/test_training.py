from ter_gan import recipes, training
from ter_gan.callbacks import Position
from ter_gan.points.datasets import modes
from ter_gan.points.metrics import mode_coverage


def test_the_default_recipe_finds_all_modes_of_the_ring():
    """The 2-D laboratory's promise: 8 of 8 modes in well under a minute."""
    recipe = recipes.resolve({"dataset": "ring"})
    gan, feed = training.build(recipe, training.load(recipe))
    training.fit_to(recipe.epochs, gan, feed, Position.of(feed))
    found = mode_coverage(gan.generate(2500, seed=1), *modes("ring"), least=5)
    assert found["modes_covered"] == 8
    assert found["high_quality_share"] > 0.2
