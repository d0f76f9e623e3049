"""One task of one contestant of `benchmarks.image_metrics`, in its own process.

python image_metrics_task.py ours|tensorflow-gan|torch-fidelity TASK N DIMENSIONS

Prints a JSON line: what it took and what came out; null for a task that the
contestant does not have. It imports nothing of benchmarks, so that an environment
without TER GAN can run it as a file.
"""

import json
import resource
import sys
import time
import types

import numpy as np

NEIGHBOURS = 5
BLOCK = 1000  # samples in a block of KID


def vectors(n, dimensions):
    """Two clouds of correlated features: `(n, dimensions)`, float32, each."""
    random = np.random.default_rng(0)
    mixing = random.normal(size=(dimensions, dimensions)) / dimensions**0.5
    clouds = random.normal(size=(2, n, dimensions)) @ mixing
    clouds[1] = 1.05 * clouds[1] + 0.02
    return clouds.astype("float32")


def ours():
    """Tasks of ter_gan.images.metrics."""
    from ter_gan.evaluation import frechet, manifold
    from ter_gan.images.metrics import kernel

    def prdc(real, fake):
        return manifold.prdc(real, fake, k=NEIGHBOURS)["precision"].value

    return {
        "frechet": lambda a, b: frechet.frechet_distance(a, b).value,
        "kernel": lambda a, b: kernel.kernel_distance(a, b, block_size=BLOCK).value,
        "neighbours": prdc,
    }


def tensorflow_gan():
    """Tasks of tensorflow-gan, which has no precision and recall."""
    import tensorflow as tf

    from ter_gan.interop import tfgan

    theirs = tfgan.load().eval
    return {
        "frechet": lambda a, b: float(
            theirs.frechet_classifier_distance_from_activations(
                tf.constant(a), tf.constant(b)
            )
        ),
        "kernel": lambda a, b: float(
            theirs.kernel_classifier_distance_from_activations(
                tf.constant(a), tf.constant(b), max_block_size=BLOCK
            )
        ),
    }


def torch_fidelity():
    """Tasks of torch-fidelity, which has no density and coverage."""
    # A torchvision made for GPUs cannot describe its operators to a torch without.
    sys.modules["torchvision._meta_registrations"] = types.ModuleType("none")
    import torch
    from torch_fidelity import metric_fid, metric_kid, metric_prc

    def frechet(a, b):
        statistics = [
            metric_fid.fid_features_to_statistics(torch.from_numpy(x)) for x in (a, b)
        ]
        found = metric_fid.fid_statistics_to_metric(*statistics, verbose=False)
        return float(found["frechet_inception_distance"])

    def kernel(a, b):
        found = metric_kid.kid_features_to_metric(
            torch.from_numpy(a),
            torch.from_numpy(b),
            kid_subsets=len(a) // BLOCK,
            kid_subset_size=BLOCK,
            verbose=False,
        )
        return float(found["kernel_inception_distance_mean"])

    def prc(real, fake):
        found = metric_prc.prc_features_to_metric(
            torch.from_numpy(fake),  # the generated ones come first there
            torch.from_numpy(real),
            prc_neighborhood=NEIGHBOURS,
            verbose=False,
        )
        return float(found["precision"])

    return {"frechet": frechet, "kernel": kernel, "neighbours": prc}


CONTESTANTS = {
    "ours": ours,
    "tensorflow-gan": tensorflow_gan,
    "torch-fidelity": torch_fidelity,
}


def resident():
    """Memory of this process now, in MiB (Linux)."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 2**20


def peak():
    """Peak memory of this process in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(task, n, dimensions):
    """Seconds, memory beyond what was there before, and the value of one task."""
    task(*vectors(2 * BLOCK, dimensions))  # imports and compilers warm up
    real, fake = vectors(n, dimensions)
    before, start = resident(), time.perf_counter()
    value = task(real, fake)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "extra_MiB": peak() - before, "value": value}


if __name__ == "__main__":
    contestant, task, n, dimensions = sys.argv[1:]
    tasks = CONTESTANTS[contestant]()
    found = measure(tasks[task], int(n), int(dimensions)) if task in tasks else None
    print(json.dumps(found))
