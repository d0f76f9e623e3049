"""Looks inside any Keras model: what every layer does, and which pixels decide.

```python
view = layer_viz.classifier(model, images, labels)
model.fit(x, y, callbacks=[layer_viz.Recorder("record", view)])
layer_viz.show("record")  # in a notebook
```
"""

import importlib

_PLACES = {
    "Recorder": "layer_viz.recorder",
    "Record": "layer_viz.store",
    "View": "layer_viz.view",
    "Stream": "layer_viz.view",
    "attribute": "layer_viz.attribution",
    "classifier": "layer_viz.views",
    "planes": "layer_viz.views",
    "show": "layer_viz.notebook",
}

__all__ = sorted(_PLACES)


def __getattr__(name):
    # Late, so that a command can choose the backend before Keras is imported.
    if name not in _PLACES:
        raise AttributeError(f"module 'layer_viz' has no attribute {name!r}")
    return getattr(importlib.import_module(_PLACES[name]), name)
