"""From few pixels to many: sizes, upsampling, cropping."""

from keras import layers

from ter_gan.errors import UserError
from ter_gan.layers import DepthToSpace
from ter_gan.models import parts

UPSAMPLING_KERNELS = {"subpixel": 2, "transpose": 4, "nearest": 3}
UPSAMPLINGS = tuple(UPSAMPLING_KERNELS)
SMALLEST_IMAGE = 8  # pixels along the shorter side


def resolutions(shape):
    """Sizes of the feature maps, from the image down to the smallest.

    Both sides are halved, rounding up, until the shorter one is below 8
    pixels: 28 → 14 → 7, 32 → 16 → 8 → 4, 48×32 → … → 6×4.

    Args:
        shape: `(height, width, channels)` of an image.

    Returns:
        list of `(height, width)`, the image's first; its shorter side ends
        between 4 and 7.

    Raises:
        UserError: if the image is smaller than 8 pixels.
    """
    sizes = [tuple(shape[:2])]
    if min(sizes[0]) < SMALLEST_IMAGE:
        raise UserError(
            f"Convolutional networks need images of at least {SMALLEST_IMAGE} × "
            f"{SMALLEST_IMAGE} pixels; received {shape[0]} × {shape[1]}. Use the mlp."
        )
    while min(sizes[-1]) >= SMALLEST_IMAGE:
        sizes.append(tuple((side + 1) // 2 for side in sizes[-1]))
    return sizes


def upsample(
    x, filters, upsampling, name, kernel=None, normalisation="none", **options
):
    """A learned layer that doubles height and width.

    - `"subpixel"`: a convolution to 4 · `filters` channels, then
      `DepthToSpace` (Shi et al. 2016). With a 2 × 2 kernel it has the
      parameters of a 4 × 4 transposed convolution, and runs faster on CPUs.
    - `"transpose"`: a convolution transposed, with stride 2 (Radford et al.
      2016). Kernels that are no multiple of 2 give checkerboards.
    - `"nearest"`: each pixel doubled, then a convolution (Odena et al. 2016).

    Args:
        x: tensor `(n, height, width, c)`.
        filters: int. Channels of the result.
        upsampling: str, one of the above.
        name: str. Name of the layer that learns.
        kernel: int. Kernel size; by default 2, 4 and 3 in the order above.
        normalisation: `"spectral"`, alone or with another: of the kernel.
        **options: For the convolution.

    Returns:
        tensor `(n, 2 height, 2 width, filters)`.

    Raises:
        UserError: for a transposed convolution with a spectral kernel.
    """
    conv = parts.conv_layer(normalisation)
    options.update(padding="same", name=name)
    kernel = kernel or UPSAMPLING_KERNELS[upsampling]
    if upsampling == "transpose":
        if parts.is_spectral(normalisation):
            raise UserError(
                "Transposed convolutions cannot be spectrally normalised: use "
                "upsampling subpixel or nearest."
            )
        return layers.Conv2DTranspose(filters, kernel, strides=2, **options)(x)
    if upsampling == "nearest":
        x = layers.UpSampling2D(name=f"{name}_nearest")(x)
        return conv(filters, kernel, **options)(x)
    x = conv(4 * filters, kernel, **options)(x)
    return DepthToSpace(2, name=f"{name}_to_space")(x)


def crop(x, shape, name):
    """Cuts an image centrally to the height and width of `shape`."""
    rows, columns = (
        have - want for have, want in zip(x.shape[1:3], shape[:2], strict=True)
    )
    if not rows and not columns:
        return x
    margins = [(over // 2, over - over // 2) for over in (rows, columns)]
    return layers.Cropping2D(margins, name=name)(x)
