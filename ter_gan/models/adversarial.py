"""What every adversarial model has: players, random state, saving."""

import keras
import numpy as np

from ter_gan import backends
from ter_gan.models.noise import Noise


class AdversarialModel(backends.TrainStep, keras.Model):
    """Networks that train against each other, each with its own optimizer.

    A subclass has two things:

    - `players`, a dict from a player's name to its network;
    - `adversarial_step(batch, noise=None)`, which moves the players with
      `self.update` and returns the logs.

    A training may have `phases`, each with a step of its own, which asks `phase`.

    `fit`, `save`, `keras.models.load_model` and `state`/`load_state` then work
    on every backend. `.trainable` is never toggled: each update goes to the
    variables of one player.

    Args:
        seed: int. Of the model's random stream, which is saved with it.
    """

    def __init__(self, seed=0, **kwargs):
        super().__init__(**kwargs)
        self.seed = seed
        self.noise = Noise(seed)
        self.seed_generator = self.noise.seed_generator  # tracked, so saved
        self.means, self.phase_of = [], {}
        self.built = True

    @property
    def players(self):
        """dict: name of a player to its `keras.Model`."""
        raise NotImplementedError

    def adversarial_step(self, batch, noise=None):
        """One training step on a batch; returns a dict of scalar logs."""
        raise NotImplementedError

    phase = None
    vital_samples = 64  # that its `vital_signs` look at
    held_out = None  # the vital sign that says which epoch was best, if there is one
    loss_fn = None  # an adversarial loss of `ter_gan.losses`, if there is one
    averaged_generator = None

    @property
    def phases(self):
        """dict: name of a phase to the epoch that it begins after."""
        return {}

    def prepare(self, dataset):
        """Called once, before the training begins, with the `Dataset`."""

    def enter(self, epoch):
        """Begins the phase that the epoch after `epoch` finished ones belongs to."""
        begun = [name for name, first in self.phases.items() if first <= epoch]
        if begun and begun[-1] != self.phase:
            self.phase, self.train_function = begun[-1], None  # another step to trace

    def call(self, *inputs, **kwargs):
        raise NotImplementedError("Call one of the players, or `generate`.")

    # -- training ---------------------------------------------------------

    def compile(
        self, steps_per_batch=1, jit_compile="auto", run_eagerly=False, **optimizers
    ):
        """Gives each player its optimizer.

        Args:
            steps_per_batch: int. Training steps that one batch of `fit` holds:
                its samples are split among them. Small networks train several
                times faster so, because Python is asked more rarely.
            jit_compile, run_eagerly: As in `keras.Model.compile`.
            **optimizers: `keras.optimizers.Optimizer`s, one per player, e.g.
                `generator_optimizer` and `discriminator_optimizer`.

        Raises:
            ValueError: if a player has no optimizer or an optimizer no player.
        """
        wanted = {f"{name}_optimizer": net for name, net in self.players.items()}
        if set(wanted) != set(optimizers):
            raise ValueError(
                f"{type(self).__name__}.compile needs exactly the optimizers "
                f"{sorted(wanted)}. Received: {sorted(optimizers)}."
            )
        for name, network in wanted.items():
            optimizer = keras.optimizers.get(optimizers[name])
            optimizer.build(network.trainable_variables)
            setattr(self, name, optimizer)
        self.steps_per_batch = steps_per_batch
        self.compile_players(
            list(self.optimizers.values()),
            jit_compile=jit_compile,
            run_eagerly=run_eagerly,
        )

    @property
    def optimizers(self):
        """dict: name of a player to its optimizer."""
        return {name: getattr(self, f"{name}_optimizer") for name in self.players}

    def update(self, player, loss_fn):
        """Moves one player one optimizer step down `loss_fn`; returns the loss."""
        variables = self.players[player].trainable_variables
        return backends.minimize(loss_fn, variables, self.optimizers[player])

    def track(self, *names, phase="adversarial"):
        """Makes a running mean of each name, for a phase; call it in `__init__`."""
        self.means += [keras.metrics.Mean(name) for name in names]
        self.phase_of |= dict.fromkeys(names, phase)

    def observe(self, **values):
        """Adds values to the running means of the epoch."""
        for mean in self.means:
            if mean.name in values:
                mean.update_state(values[mean.name])

    def logs(self):
        """dict: the epoch's means so far, those of this phase."""
        return {
            mean.name: mean.result()
            for mean in self.means
            if self.phase in (None, self.phase_of[mean.name])
        }

    # -- saving -----------------------------------------------------------

    def _state_variables(self):
        variables = list(self.variables)
        for optimizer in self.optimizers.values():
            variables += optimizer.variables
        variables += self.metrics_variables
        seen = {id(variable): variable for variable in variables}
        return {f"{i:04d} {v.path}": v for i, v in enumerate(seen.values())}

    def state(self):
        """All that training would need to go on exactly.

        Returns:
            dict from a name to a NumPy array: weights, batch-norm statistics,
            averaged weights, all optimizers, random streams, epoch means.
        """
        return {
            name: keras.ops.convert_to_numpy(v.value)
            for name, v in self._state_variables().items()
        }

    def load_state(self, state):
        """Sets everything that `state` gave, on a model built alike.

        Raises:
            ValueError: if the names or shapes are another model's.
        """
        variables = self._state_variables()
        expected = {_place(name): tuple(v.shape) for name, v in variables.items()}
        received = {_place(name): np.shape(array) for name, array in state.items()}
        if expected != received:
            differing = sorted(set(expected.items()) ^ set(received.items()))
            raise ValueError(
                f"This state belongs to another model: {len(differing)} of its "
                f"variables differ in place or shape, the first at "
                f"{differing[0][0]}: here {expected.get(differing[0][0])}, there "
                f"{received.get(differing[0][0])}."
            )
        arrays = {_place(name): array for name, array in state.items()}
        for name, variable in variables.items():
            variable.assign(arrays[_place(name)])

    def save_own_variables(self, store):
        for i, variable in enumerate(self._own_variables()):
            store[f"own_{i}"] = variable.value

    def load_own_variables(self, store):
        for i, variable in enumerate(self._own_variables()):
            variable.assign(store[f"own_{i}"])

    def _own_variables(self):
        """Random states, and weights that belong to no layer."""
        inside = {id(v) for layer in self.layers for v in layer.weights}
        random_states = [v for v in self.variables if backends.is_random_state(v)]
        return random_states + [v for v in self.weights if id(v) not in inside]

    def get_compile_config(self):
        return {
            f"{name}_optimizer": keras.saving.serialize_keras_object(optimizer)
            for name, optimizer in self.optimizers.items()
        }

    def compile_from_config(self, config):
        self.compile(
            **{
                name: keras.saving.deserialize_keras_object(optimizer)
                for name, optimizer in config.items()
            }
        )


def _place(name):
    """Where a variable stands; the counters in Keras's names do not matter."""
    return name.split(" ")[0]
