"""A callback that records what every layer does, epoch after epoch."""

import concurrent.futures
import math
import time
from pathlib import Path

import keras
import numpy as np

from layer_viz import layers, snapshot
from layer_viz.attribution import METHODS
from layer_viz.schedule import Schedule
from layer_viz.store import Record, picture_tiles
from layer_viz.tap import layers_of, own_modules

EACH = ("gradient", "gradient-x-input", "grad-cam")
SLOWER = ("smoothgrad", "integrated-gradients")
SLOWER_EVERY = 5  # epochs


class Recorder(keras.callbacks.Callback):
    """Records a view of the model before training and after each epoch.

    ```python
    view = layer_viz.classifier(model, images, labels)
    model.fit(x, y, callbacks=[layer_viz.Recorder("record", view)])
    layer_viz.show("record")  # in a notebook
    ```

    The training is not changed: weights, optimizers and random states are
    the same to the last bit with and without a recorder. Files are written
    on another thread; epochs that are not recorded are listed with a reason.

    Args:
        path: str or path of the record's folder.
        view: `layer_viz.view.View`.
        schedule: `Schedule`, or text for `Schedule.parse`.
        id: str, names the record in the gallery; by default the folder's name.
        title: str for people.
        facts: dict for JSON that describes the training.
        to_picture: callable from model values to uint8 images; by default
            [-1, 1], or whatever the probes span, becomes [0, 255].
        events: callable without arguments that gives the health events so
            far: list of dict with `epoch`, `name`, `sentence`.
        first_epoch: int. Finished epochs when training goes on from a
            checkpoint; what was recorded after them is forgotten.
        steps_per_epoch: int. By default what `fit` counts.
    """

    def __init__(
        self,
        path,
        view,
        schedule="auto",
        id=None,
        title="",
        facts=None,
        to_picture=None,
        events=None,
        first_epoch=0,
        steps_per_epoch=None,
    ):
        super().__init__()
        self.view, self.first_epoch = view, first_epoch
        self.steps_per_epoch = steps_per_epoch
        self.schedule = (
            schedule if isinstance(schedule, Schedule) else Schedule.parse(schedule)
        )
        self.events = events or list
        self.to_picture, self.path = to_picture or view.picture, path
        id = id or Path(path).name
        self._about = {"id": id, "title": title, "facts": facts or {}}
        self._pool = concurrent.futures.ThreadPoolExecutor(1, "layer_viz")
        self._job, self.record, self.seconds, self._steps = None, None, [], 0

    # -- the callback -----------------------------------------------------------

    def on_train_begin(self, logs=None):
        if self.record is None:
            self._open()
        self.record.manifest["complete"] = False
        if self.first_epoch == 0 and not self.record.epochs:
            self._take(0)

    def on_epoch_begin(self, epoch, logs=None):
        self._began = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        self._steps = batch + 1

    def on_epoch_end(self, epoch, logs=None):
        number, training = epoch + 1, time.perf_counter() - self._began
        reason = self._reason_to_skip(number, training)
        manifest = self._when_idle().manifest
        rows = [r for r in manifest["timeline"] if r["epoch"] != number]
        values = {k: float(v) for k, v in (logs or {}).items() if np.isfinite(v)}
        manifest["timeline"] = [*rows, {"epoch": number} | values]
        manifest["health"] = self.events()
        if reason:
            self.record.skip(number, reason)
            self.record.save()
        else:
            self._take(number)

    def on_train_end(self, logs=None):
        self.close().manifest["complete"] = True
        self.record.save()

    def take(self, number, methods=EACH):
        """Records the view as it is now, without any training too.

        Args:
            number: int, the epoch that it belongs to.
            methods: sequence of str, the attribution methods of the maps.
        """
        if self.record is None:
            self._open()
        start = time.perf_counter()
        taken = snapshot.take(self.view, list(methods))
        self.seconds.append(time.perf_counter() - start)
        self._when_idle()
        step = number * (self.steps_per_epoch or self._steps)
        self._job = self._pool.submit(self._writer.write, number, step, taken)

    def close(self):
        """Waits for the files and saves the networks; returns the record.

        The networks are what `python -m layer_viz.examine` looks at.
        """
        record = self._when_idle()
        for name, network in self.view.networks.items():
            with record.replacing(f"networks/{name}.keras") as path:
                keras.saving.save_model(network, path, include_optimizer=False)
        return record

    # -- its parts --------------------------------------------------------------

    def _open(self):
        self.record = self._earlier() or self._new()
        self._writer = snapshot.Writer(self.record, self.view, self.to_picture)
        self._writer.activations = {
            f"{name}/{path}": layers.activation_name(layer)
            for name, model in self.view.networks.items()
            for layer, path in layers_of(model)
        }

    def _earlier(self):
        """The record that a resumed training goes on with."""
        if self.first_epoch == 0:
            return None
        try:
            record = Record.find(self.path)
        except ValueError:
            return None
        if record.manifest["probes"]["sha256"] != self.view.sha256:
            print("layer_viz: the probes are others than before; recording anew")
            return None
        record.rewind(self.first_epoch)
        return record

    def _new(self):
        view = self.view
        record = Record.create(self.path, self._manifest())
        probes = {f"probes/{k}": v for k, v in view.probes.items()}
        many = {f"many/{k}": v for k, v in view.many.items()}
        record.write_arrays("probes.npz", probes | many)
        if view.kind == "images":
            real = view.stream("real") or view.stream("model")
            tiles = picture_tiles(self.to_picture(view.probes[real.source]))
            sheet = record.write_sheet("probes/real.png", tiles)
            record.manifest["probes"]["sheets"] = {"real": sheet}
        record.save()
        return record

    def _manifest(self):
        view = self.view
        panels = [panel.entry() for panel in view.panels]
        return {
            **self._about,
            **({"panels": panels} if panels else {}),
            **({"words": view.words} if view.words else {}),
            "kind": view.kind,
            "probes": view.facts(),
            "networks": [
                {
                    "id": name,
                    "name": model.name,
                    "parameters": model.count_params(),
                    "modules": own_modules(model),
                }
                for name, model in view.networks.items()
            ],
            "streams": [stream.entry() for stream in view.streams],
            "target": view.target,
            "probability": view.probability,
            "layers": layers.table(view, view.tapped(view.probes)),
            "methods": [
                {
                    "id": name,
                    "signed": METHODS[name].signed,
                    "evidence": METHODS[name].evidence,
                    "every": 1 if name in EACH else SLOWER_EVERY,
                }
                for name in (EACH + SLOWER if view.kind == "images" else ())
            ],
        }

    def _reason_to_skip(self, number, training):
        manifest = self.record.manifest
        sizes = [each["bytes"] for each in manifest["epochs"]]
        return self.schedule.reason_to_skip(
            epoch=number,
            last=number if self._is_last(number) else self.params["epochs"],
            used=sum(sizes),
            size=max(sizes, default=0),
            budget=self.schedule.budget(math.prod(manifest["probes"]["shape"][:2])),
            seconds=float(np.median(self.seconds or [0.0])),
            training=training,
        )

    def _is_last(self, number):
        """Whether no epoch comes after it, also where training stops early."""
        return number == self.params["epochs"] or self.model.stop_training

    def _take(self, number):
        slower = SLOWER if self._is_last(number) or number % SLOWER_EVERY == 0 else ()
        self.take(number, [*EACH, *slower])

    def _when_idle(self):
        """The record, once the other thread has written what it was given."""
        if self._job is not None:
            job, self._job = self._job, None
            job.result()
        return self.record
