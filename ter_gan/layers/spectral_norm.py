"""Spectral normalisation: kernels used at spectral norm 1."""

import keras
from keras import layers, ops

EPSILON = 1e-12
FIRST_ITERATIONS = 15  # when a layer is built, as PyTorch does


def as_matrix(kernel):
    """A kernel `(…, out)` as a float32 matrix `(-1, out)`."""
    return ops.reshape(ops.cast(kernel, "float32"), (-1, kernel.shape[-1]))


def unit(vector):
    """The vector divided by its length."""
    return vector / (ops.sqrt(ops.sum(ops.square(vector))) + EPSILON)


def power_iteration(matrix, u):
    """A better right singular vector: one step of the power method.

    Args:
        matrix: float32 tensor `(in, out)`.
        u: float32 tensor `(out, 1)` of length 1.

    Returns:
        float32 tensor `(out, 1)` of length 1.
    """
    return unit(ops.matmul(ops.transpose(matrix), ops.matmul(matrix, u)))


def spectral_norm(matrix, u):
    """The largest singular value of a matrix, as seen from `u`.

    It is vᵀ W u with v = W u / ‖W u‖. Both vectors count as constants, so the
    gradient with respect to W is v uᵀ.

    Args:
        matrix: float32 tensor W `(in, out)`.
        u: float32 tensor `(out, 1)`: the right singular vector, or close to it.

    Returns:
        float32 scalar.
    """
    u = ops.stop_gradient(u)
    image = ops.matmul(matrix, u)
    v = ops.stop_gradient(unit(image))
    return ops.sum(v * image)


class SpectralNormMixin:
    """Gives a layer with a kernel the vector `u` and the kernel over sigma.

    The stored kernel never changes in a forward pass; the gradient includes
    that of sigma. `u` moves by one power iteration per call with
    `training=True`, and stays otherwise. It starts close to the singular vector:
    errors of sigma multiply over the layers of a network.
    """

    def build_u(self, size):
        """Makes `u` `(size, 1)`, a random vector of length 1."""
        self.u = self.add_weight(
            shape=(size, 1),
            initializer="orthogonal",
            name="u",
            dtype="float32",
            autocast=False,
            trainable=False,
            aggregation="only_first_replica",  # equal on all of them
        )

    def start_u(self, kernel):
        """Brings a new `u` close to the singular vector of a new kernel."""
        for _ in range(FIRST_ITERATIONS):
            self.update_u(kernel, training=True)

    def update_u(self, kernel, training):
        """Moves `u` one power iteration on, when training."""
        if training:
            matrix = ops.stop_gradient(as_matrix(kernel))
            self.u.assign(power_iteration(matrix, ops.convert_to_tensor(self.u)))

    def sigma(self, kernel):
        """The spectral norm of `kernel`: a float32 scalar above 0.

        In an averaged generator `u` is a mean of unit vectors, which is shorter.
        """
        u = unit(ops.copy(self.u))  # PyTorch keeps it for backward; the variable moves
        return ops.maximum(spectral_norm(as_matrix(kernel), u), EPSILON)

    def normalised(self, kernel):
        """`kernel` / sigma, in the kernel's dtype."""
        scaled = ops.cast(kernel, "float32") / self.sigma(kernel)
        return ops.cast(scaled, self.compute_dtype)

    def save_own_variables(self, store):
        super().save_own_variables(store)
        if self.built:
            store["u"] = self.u

    def load_own_variables(self, store):
        super().load_own_variables(store)
        if self.built:
            self.u.assign(store["u"])


@keras.saving.register_keras_serializable("ter_gan")
class SpectralConv2D(SpectralNormMixin, layers.Conv2D):
    """A `Conv2D` whose kernel is divided by its spectral norm.

    The kernel `(height, width, in, out)` counts as a matrix
    `(height · width · in, out)`. Arguments are those of `keras.layers.Conv2D`.

    Reference: Miyato et al. 2018, https://arxiv.org/abs/1802.05957
    """

    def build(self, input_shape):
        self.build_u(self.filters)
        super().build(input_shape)
        self.start_u(self.kernel)

    def call(self, inputs, training=None):
        self.update_u(self.kernel, training)
        return super().call(inputs)

    def convolution_op(self, inputs, kernel):
        return super().convolution_op(inputs, self.normalised(kernel))


@keras.saving.register_keras_serializable("ter_gan")
class SpectralDense(SpectralNormMixin, layers.Dense):
    """A `Dense` layer whose kernel is divided by its spectral norm.

    Arguments are those of `keras.layers.Dense`.

    Reference: Miyato et al. 2018, https://arxiv.org/abs/1802.05957
    """

    def build(self, input_shape):
        self.build_u(self.units)
        super().build(input_shape)
        self.start_u(self.kernel)

    def call(self, inputs, training=None):
        self.update_u(self.kernel, training)
        outputs = ops.matmul(inputs, self.normalised(self.kernel))
        if self.bias is not None:
            outputs = ops.add(outputs, self.bias)
        return outputs if self.activation is None else self.activation(outputs)


@keras.saving.register_keras_serializable("ter_gan")
class SpectralEmbedding(SpectralNormMixin, layers.Embedding):
    """An `Embedding` whose table is divided by its spectral norm.

    Arguments are those of `keras.layers.Embedding`.

    Reference: Miyato & Koyama 2018, https://arxiv.org/abs/1802.05637
    """

    def build(self, input_shape=None):
        if self.built:
            return
        self.build_u(self.output_dim)
        super().build(input_shape)
        self.start_u(self.embeddings)

    def call(self, inputs, training=None):
        self.update_u(self.embeddings, training)
        sigma = self.sigma(self.embeddings)
        return super().call(inputs) / ops.cast(sigma, self.compute_dtype)
