"""From values to colours that a colour-blind reader can tell apart."""

import dataclasses

import matplotlib
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, ListedColormap

ORANGE, BLUE = "#e08214", "#3282be"
STOPS = ("#7f3b08", ORANGE, "#fdc478", "#f7f7f7", "#92c5de", BLUE, "#053061")
SIGNED = LinearSegmentedColormap.from_list("orange-white-blue", STOPS)
UNSIGNED = matplotlib.colormaps["cividis"]


@dataclasses.dataclass(frozen=True)
class Scale:
    """How values become colours.

    Args:
        end: float, or an array that broadcasts to the values: the value (and,
            signed, its negative) with the last colour.
        signed: bool. Orange below 0, white at 0, blue above; else from dark
            blue at 0 to yellow.
    """

    end: float | np.ndarray
    signed: bool

    @property
    def colours(self):
        """The matplotlib colour map."""
        return SIGNED if self.signed else UNSIGNED

    def shares(self, values):
        """Values as shares of the end, between -1 (or 0) and 1; NaN stays."""
        end = np.where(np.asarray(self.end) > 0, self.end, 1.0)
        return np.clip(values / end, -1.0 if self.signed else 0.0, 1.0)

    def paint(self, values):
        """uint8 RGB array of the shape of `values` and 3; NaN is white."""
        shares = self.shares(np.asarray(values, "float32"))
        places = (shares + 1) / 2 if self.signed else shares
        rgb = self.colours(places, bytes=True)[..., :3].copy()
        rgb[np.isnan(shares)] = 255
        return rgb


def overlay(picture, values, scale):
    """A grey picture that is tinted where a signed map is strong.

    Args:
        picture: uint8 array `(h, w)` or `(h, w, 3)`.
        values: float array `(h, w)`, the map.
        scale: `Scale`, signed.

    Returns:
        uint8 array `(h, w, 3)`.
    """
    grey = np.asarray(picture, "float32").reshape(*values.shape, -1).mean(-1)
    base = (60 + 0.7 * grey)[..., None]
    shares = scale.shares(values)[..., None]
    tint = np.where(shares < 0, _rgb(ORANGE), _rgb(BLUE))
    strength = 0.9 * np.abs(shares)
    return np.rint(base * (1 - strength) + tint * strength).astype("uint8")


def overlay_colours():
    """The matplotlib colour map of `overlay` on a middle grey."""
    shares = np.linspace(-1, 1, 255, dtype="float32")[None]
    grey = np.full(shares.shape, 128, "uint8")
    return ListedColormap(overlay(grey, shares, Scale(1.0, True))[0] / 255)


def as_rgb(picture):
    """uint8 `(h, w)` or `(h, w, 3)` as RGB."""
    picture = np.asarray(picture)
    return np.stack([picture] * 3, -1) if picture.ndim == 2 else picture


def _rgb(colour):
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], "float32")
