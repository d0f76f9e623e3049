"""The optimizers that a recipe asks for."""

from keras import optimizers


def of(player, recipe):
    """The optimizer of a player; one that does not play learns before the game."""
    options = {"global_clipnorm": recipe.clip_norm or None}
    if player not in ("generator", "discriminator", "classifier"):
        return optimizers.Adam(recipe.pretrain_learning_rate, **options)
    rate, updates = recipe.learning_rate, 1
    if player == "discriminator":
        rate = recipe.discriminator_learning_rate or rate
        updates = recipe.critic_steps
    if recipe.decay_steps:
        rate = optimizers.schedules.PolynomialDecay(
            rate, recipe.decay_steps * updates, end_learning_rate=0.0
        )
    if recipe.optimizer == "adam":
        return optimizers.Adam(rate, recipe.beta_1, recipe.beta_2, **options)
    if recipe.optimizer == "sgd":
        return optimizers.SGD(rate, **options)
    # Keras adds epsilon below the root: its 1e-7 holds back all gradients below 3e-4,
    # and those of a critic with clipped weights are far below.
    return optimizers.RMSprop(rate, epsilon=1e-16, **options)
