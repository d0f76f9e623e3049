"""Training steps per second on points in the plane: ours against PyTorch.

    python -m benchmarks.points_speed

Two sizes. `gan_lab`: two hidden layers of 32 in each network, batch 150,
non-saturating loss, Adam. `wgan_gp`: two of 128, batch 256, WGAN-GP with 3
critic steps. PyTorch is a plain loop; ours is `fit` with the callbacks that
watch every training (position, progress bar, health, log), 50 steps a batch.
Each contestant runs in a process of its own, in turn, several rounds. A step
is one update of the generator and those of the critic that go before it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

SIZES = {
    "gan_lab": {"width": 32, "batch_size": 150, "model": "gan"},
    "wgan_gp": {
        "width": 128,
        "batch_size": 256,
        "model": "wgan-gp",
        "critic_steps": 3,
        "average": 0.0,
    },
}
CONTESTANTS = ("tensorflow", "jax", "pytorch")
STEPS = {"gan_lab": 15_000, "wgan_gp": 1_500}  # of the epoch that is timed
FRAMES = 20


def ours(size, backend):
    """Steps per second of one epoch of `fit`, after a warm-up epoch."""
    from ter_gan import commands

    commands.use_backend(backend)
    from ter_gan import recipes, training
    from ter_gan.callbacks import Bar, Health, Log, Position
    from ter_gan.runs import Run

    recipe = recipes.resolve(
        {"dataset": "ring", "steps_per_epoch": STEPS[size], "epochs": 2, **SIZES[size]}
    )
    dataset = training.load(recipe)
    gan, feed = training.build(recipe, dataset)
    position = Position.of(feed)
    with tempfile.TemporaryDirectory() as folder:
        run = Run.create(f"{folder}/run", recipe, backend)
        health = Health(run, dataset, position)
        callbacks = [Bar(position, 2), health, Log(run, position)]
        training.fit_to(1, gan, feed, position, callbacks)
        position.begin_next_epoch()
        start = time.perf_counter()
        training.fit_to(2, gan, feed, position, callbacks)
        return STEPS[size] / (time.perf_counter() - start)


def frame(backend):
    """Milliseconds of one frame of the film, at the size of `gan_lab`."""
    from ter_gan import commands

    commands.use_backend(backend)
    from ter_gan import recipes, training
    from ter_gan.film.look import Look

    recipe = recipes.resolve({"dataset": "ring", **SIZES["gan_lab"]})
    dataset = training.load(recipe)
    gan, _ = training.build(recipe, dataset)
    look = Look(gan, dataset)
    look(gan)
    start = time.perf_counter()
    for _ in range(FRAMES):
        look(gan)
    return 1000 * (time.perf_counter() - start) / FRAMES


def pytorch(size):
    """Steps per second of a plain loop, after a warm-up."""
    import torch

    torch.set_num_threads(os.cpu_count())
    torch.manual_seed(0)
    step = {"gan_lab": _pytorch_gan, "wgan_gp": _pytorch_wgan_gp}[size]()
    steps = STEPS[size] // 10
    for _ in range(steps // 5):
        step()
    start = time.perf_counter()
    for _ in range(steps):
        step()
    return steps / (time.perf_counter() - start)


def _pytorch_networks(width):
    from torch import nn

    def network(activation, outputs):
        return nn.Sequential(
            nn.Linear(2, width),
            activation(),
            nn.Linear(width, width),
            activation(),
            nn.Linear(width, outputs),
        )

    return network(nn.ReLU, 2), network(lambda: nn.LeakyReLU(0.2), 1)


def _pytorch_real(n):
    import numpy as np
    import torch

    from ter_gan.points import load

    data = torch.from_numpy(np.ascontiguousarray(load("ring").train.x))
    return lambda: data[torch.randint(len(data), (n,))]


def _pytorch_gan():
    import torch
    from torch import nn, optim

    n = SIZES["gan_lab"]["batch_size"]
    generator, critic = _pytorch_networks(SIZES["gan_lab"]["width"])
    g_optimizer = optim.Adam(generator.parameters(), 1e-3, (0.5, 0.999))
    d_optimizer = optim.Adam(critic.parameters(), 1e-3, (0.5, 0.999))
    loss, real = nn.BCEWithLogitsLoss(), _pytorch_real(n)
    ones, zeros = torch.ones(n, 1), torch.zeros(n, 1)

    def step():
        fake = generator(torch.randn(n, 2)).detach()
        d_loss = loss(critic(real()), ones) + loss(critic(fake), zeros)
        d_optimizer.zero_grad()
        d_loss.backward()
        d_optimizer.step()
        g_loss = loss(critic(generator(torch.randn(n, 2))), ones)
        g_optimizer.zero_grad()
        g_loss.backward()
        g_optimizer.step()

    return step


def _pytorch_wgan_gp():
    import torch
    from torch import optim

    size = SIZES["wgan_gp"]
    n = size["batch_size"]
    generator, critic = _pytorch_networks(size["width"])
    g_optimizer = optim.Adam(generator.parameters(), 1e-3, (0.0, 0.9))
    d_optimizer = optim.Adam(critic.parameters(), 1e-3, (0.0, 0.9))
    real = _pytorch_real(n)

    def move_critic():
        x, fake = real(), generator(torch.randn(n, 2)).detach()
        share = torch.rand(n, 1)
        between = (share * x + (1 - share) * fake).requires_grad_(True)
        (slope,) = torch.autograd.grad(
            critic(between).sum(), between, create_graph=True
        )
        penalty = ((slope.norm(dim=1) - 1) ** 2).mean()
        d_loss = critic(fake).mean() - critic(x).mean() + 10 * penalty
        d_optimizer.zero_grad()
        d_loss.backward()
        d_optimizer.step()

    def step():
        for _ in range(size["critic_steps"]):
            move_critic()
        g_loss = -critic(generator(torch.randn(n, 2))).mean()
        g_optimizer.zero_grad()
        g_loss.backward()
        g_optimizer.step()

    return step


def one(name, size):
    """What one process measures."""
    if size == "frame":
        return frame(name)
    return pytorch(size) if name == "pytorch" else ours(size, name)


def measure(rounds):
    """dict: size to contestant to a list of rates, one per round."""
    plan = {size: CONTESTANTS for size in SIZES} | {"frame": ("tensorflow", "jax")}
    found = {size: {name: [] for name in names} for size, names in plan.items()}
    for _ in range(rounds):
        for size, names in plan.items():
            for name in names:
                found[size][name].append(_in_process(name, size))
    return found


def _in_process(name, size):
    command = [sys.executable, "-m", "benchmarks.points_speed", "--only", name, size]
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}
    output = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout
    return float(output.split()[-1])


def table(found):
    """Rows of a Markdown table, and the numbers for JSON."""
    from benchmarks import records

    rows = ["| size | trainer | steps/s (median) | min–max | over PyTorch |"]
    rows.append("|---|---|---|---|---|")
    numbers = {}
    for size in SIZES:
        for name, values in found[size].items():
            rate = records.spread(values)
            ratio = records.spread(
                [a / b for a, b in zip(values, found[size]["pytorch"])]
            )
            numbers[f"{size} {name}"] = {
                "steps_per_second": rate,
                "over_pytorch": ratio,
            }
            rows.append(
                f"| {size} | {name} | {rate['median']:.0f} | {rate['min']:.0f}–"
                f"{rate['max']:.0f} | {ratio['median']:.1f} |"
            )
    frames = {name: records.spread(values) for name, values in found["frame"].items()}
    numbers["milliseconds_per_frame"] = frames
    costs = " and ".join(f"{v['median']:.0f} ms on {k}" for k, v in frames.items())
    return "\n".join(rows) + f"\n\nA frame of the film costs {costs}.", numbers


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs=2, metavar=("NAME", "SIZE"))
    arguments = parser.parse_args()
    if arguments.only:
        print(one(*arguments.only))
        return
    from benchmarks import records

    rows, numbers = table(measure(arguments.rounds))
    text = (
        "# Steps per second on points in the plane\n\n"
        f"{arguments.rounds} rounds in turn, each contestant in its own process; "
        "ratios round by round. One epoch of `fit` with progress bar, health and log "
        "(15,000 steps, and 1,500 of WGAN-GP) against a plain PyTorch loop.\n\n"
    )
    records.write("points_speed", numbers, text + rows)


if __name__ == "__main__":
    main()
