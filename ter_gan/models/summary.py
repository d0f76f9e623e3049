"""What a network is made of, as rows of a table."""

import dataclasses
import math

import keras
from keras import layers

from ter_gan.layers import MinibatchStddev, SelfAttention2D

SEE_ALL = (MinibatchStddev, SelfAttention2D)  # the whole image at once
POOLINGS = (layers.AveragePooling2D, layers.MaxPooling2D)
TRANSFORMER_BLOCKS = ("TransformerDecoder", "TransformerEncoder")  # of keras-hub


@dataclasses.dataclass(frozen=True)
class Row:
    """One layer.

    Args:
        name: str. The layer's.
        type: str. The layer's class.
        output_shape: tuple of int, without the batch.
        parameters: int. Trainable or not.
        receptive_field: int. Side, in pixels of the network's input image, of
            the square that one value of the output depends on. `None` where
            there is no such square: in generators, in dense layers, and after
            layers that see the whole image. The statistics of normalisations
            do not count.
        multiply_adds: int. Per sample, in one forward pass; those of
            convolutions, dense and recurrent layers, inner products, attention and
            transformer blocks, and of the layers of a model inside.
    """

    name: str
    type: str
    output_shape: tuple
    parameters: int
    receptive_field: int | None
    multiply_adds: int


def describe(model):
    """The layers of a Functional model, from input to output.

    Args:
        model: `keras.Model`, a generator or a discriminator.

    Returns:
        list of `Row`.
    """
    fields = _receptive_fields(model)
    return [
        Row(
            name=layer.name,
            type=type(layer).__name__,
            output_shape=tuple(layer.output.shape[1:]),
            parameters=layer.count_params(),
            receptive_field=fields[layer.name],
            multiply_adds=_multiply_adds(layer),
        )
        for layer in model.layers
    ]


def as_text(rows):
    """The rows as an aligned table, with totals."""
    header = ("layer", "type", "output", "parameters", "field", "multiply-adds")
    table = [header] + [_cells(row) for row in rows]
    parameters = sum(row.parameters for row in rows)
    work = sum(row.multiply_adds for row in rows)
    table.append(("total", "", "", f"{parameters:,}", "", f"{work:,}"))
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(_line(cells, widths) for cells in table)


def _cells(row):
    return (
        row.name,
        row.type,
        " × ".join(map(str, row.output_shape)) or "scalar",
        f"{row.parameters:,}",
        "" if row.receptive_field is None else str(row.receptive_field),
        f"{row.multiply_adds:,}",
    )


def _line(cells, widths):
    """Text to the left, numbers to the right."""
    aligned = [
        cell.ljust(width) if i < 3 else cell.rjust(width)
        for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(aligned).rstrip()


def _receptive_fields(model):
    """dict: a layer's name to the side of its receptive field, or `None`."""
    seen = {}  # id of a tensor → (side, stride), in pixels of the input
    fields = {}
    for layer in model.layers:
        sources = [seen.get(id(tensor)) for tensor in keras.tree.flatten(layer.input)]
        extent = _extent(layer, [source for source in sources if source])
        seen[id(layer.output)] = extent
        fields[layer.name] = extent and extent[0]
    return fields


def _extent(layer, sources):
    """(side, stride) of a layer's output, given those of its inputs."""
    if len(layer.output.shape) != 4 or isinstance(layer, SEE_ALL):
        return None
    if isinstance(layer, layers.InputLayer):
        return 1, 1
    if not sources:
        return None
    side, stride = (max(values) for values in zip(*sources, strict=True))
    kernel, step = _window(layer)
    return side + (kernel - 1) * stride, stride * step


def _window(layer):
    """(kernel, stride) along the height."""
    if isinstance(layer, layers.Conv2D):
        return (layer.kernel_size[0] - 1) * layer.dilation_rate[0] + 1, layer.strides[0]
    if isinstance(layer, POOLINGS):
        return layer.pool_size[0], layer.strides[0]
    return 1, 1


def _multiply_adds(layer):
    if isinstance(layer, keras.Model):
        return sum(row.multiply_adds for row in describe(layer))
    if isinstance(layer, SelfAttention2D):
        return _attention_multiply_adds(layer)
    if isinstance(layer, layers.Dot):
        return layer.input[0].shape[-1]
    if isinstance(layer, layers.Conv2DTranspose):
        return math.prod(layer.input.shape[1:3]) * math.prod(layer.kernel.shape)
    if isinstance(layer, (layers.Dense, layers.Conv1D, layers.Conv2D)):
        return math.prod(layer.output.shape[1:-1]) * math.prod(layer.kernel.shape)
    if isinstance(layer, (layers.GRU, layers.Bidirectional)):
        return layer.input.shape[1] * _kernels(layer)
    if type(layer).__name__ in TRANSFORMER_BLOCKS:
        length, width = layer.output.shape[1:]
        return length * _kernels(layer) + 2 * length**2 * width
    return 0


def _kernels(layer):
    """Multiply-adds of all matrices of a layer, each used once."""
    names = ("kernel", "recurrent_kernel")
    return sum(math.prod(w.shape) for w in layer.weights if w.name in names)


def _attention_multiply_adds(layer):
    """Of four 1 × 1 convolutions, of the matches, and of what they bring."""
    height, width = layer.output.shape[1:3]
    places, pooled = height * width, -(-height // 2) * -(-width // 2)
    convolutions = (layer.query, layer.key, layer.value, layer.found)
    kernels = sum(math.prod(each.kernel.shape) for each in convolutions)
    matches = pooled * (layer.query.filters + layer.value.filters)
    return places * (kernels + matches)
