"""tensorflow-gan as the field's reference, importable on today's TensorFlow.

TF-GAN 2.1.0 (2021) asks for `tf.estimator`, which TensorFlow 2.16 removed, and
for `pkg_resources`, which setuptools 82 removed. `load` stands in for both
while TF-GAN is being imported, and leaves `tf` and `sys.modules` as it found
them.
"""

import contextlib
import importlib.util
import sys
import types
from unittest import mock


def load():
    """The `tensorflow_gan` package.

    Raises:
        ImportError: if tensorflow-gan is not installed.
    """
    if "tensorflow_gan" not in sys.modules:
        with _stand_ins():
            importlib.import_module("tensorflow_gan")
    return sys.modules["tensorflow_gan"]


@contextlib.contextmanager
def _stand_ins():
    import tensorflow as tf

    hooks = {
        name: getattr(tf.compat.v1.train, name)
        for name in ("SessionRunHook", "SessionRunArgs")
    }
    estimator = types.ModuleType("tensorflow_gan.python.estimator")
    modules = {"tensorflow_gan.python.estimator": estimator}
    if importlib.util.find_spec("pkg_resources") is None:
        modules["pkg_resources"] = _pkg_resources()
    sys.modules.update(modules)
    try:
        with mock.patch.object(
            tf, "estimator", types.SimpleNamespace(**hooks), create=True
        ):
            yield
    finally:
        for name in modules:
            del sys.modules[name]


def _pkg_resources():
    from packaging.version import parse

    module = types.ModuleType("pkg_resources")
    module.parse_version = parse
    return module
