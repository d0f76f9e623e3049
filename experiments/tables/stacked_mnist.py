"""Modes of stacked MNIST, beside VEEGAN's and PacGAN's tables."""

from experiments.engine import Comparison, Experiment, Published
from experiments.measures import stacked
from experiments.measures.arms import of_arm

ARMS = {
    "real data": {"real": True},
    "DCGAN": {"model": "dcgan"},
    "PacDCGAN2": {"model": "pacgan", "pack": 2},
    "R3GAN": {"model": "r3gan", "network": "dcgan", "learning_rate": 2e-3},
}
LIN = "Lin et al. 2018 (PacGAN), table 2, its run of DCGAN included"
SRIVASTAVA = "Srivastava et al. 2017 (VEEGAN)"
HUANG = "Huang et al. 2024 (R3GAN), its ablation of losses; not checked again"


def measure(settings, seed, film=None):
    """`stacked.measure` of a model that the settings name."""
    return stacked.measure(of_arm(settings, ARMS), seed)


def published(arm, modes, divergence, source, label=""):
    """A row: modes, reverse KL."""
    values = {"modes": modes, "divergence": divergence}
    return Published({"arm": arm} if arm else {}, values, source, label)


EXPERIMENT = Experiment(
    question="How many of the 1,000 modes of stacked MNIST does each GAN find?",
    measure=measure,
    base={"steps": 20_000, "width": 16, "hidden": 128, "batch_size": 64},
    vary={"arm": tuple(ARMS)},
    outcomes=stacked.OUTCOMES,
    seeds=1,
    more_seeds=(({"arm": ("DCGAN", "R3GAN")}, 3),),  # the baseline, and the best
    backend="tensorflow",
    films=False,
    smoke={"steps": 2, "width": 4, "n": 60},
    smoke_cells=2,
    comparison=Comparison(
        "Modes of stacked MNIST",
        ("modes", "divergence", "discriminator_parameters", "cpu_minutes"),
        protocol="Three MNIST digits as the colours of a 28×28 image. The project's "
        "MNIST classifier (99.57 % right) names each colour of 26,000 samples; a mode "
        "counts when a sample has its number. 20,000 updates of G with 64 images; 16 "
        "filters in the first layers. The row R3GAN has its loss and penalties, a "
        "learning rate of 0.002 (G's of the others is 0.001) and the networks of DCGAN "
        "without normalisation in D. One sample is enough for a mode, and a misread "
        "sample can fill one: the KL of the modes' shares from equal ones says how far "
        "from equal they are.",
        why="our DCGAN does not collapse: it has a dense layer at both ends, batch "
        "normalisation in D and a moving average of G. R3GAN finds nearly all "
        "modes with each seed, less evenly than published; PacDCGAN2 misses. Possible "
        "reasons, not tested: a quarter of the published filters, and 20,000 updates "
        "instead of 100,000 and more. By its one seed packing finds as many modes as "
        "none, less evenly.",
        rows=(
            published("DCGAN", "99", "3.40", SRIVASTAVA),
            published("DCGAN", "78.9 ± 6.46", "4.50 ± 0.127", LIN),
            published("PacDCGAN2", "1000.0 ± 0.0", "0.06 ± 0.003", LIN),
            published("R3GAN", "1000", "0.078", HUANG),
            published("", "150", "2.95", SRIVASTAVA, "VEEGAN"),
            published("", "48.7", "4.32", SRIVASTAVA, "unrolled GAN"),
        ),
        floor={"arm": "real data"},
        scatter=("divergence", "modes"),
        comparable=("modes", "divergence"),
    ),
)
