"""Tables whose density is known, beside CTGAN's table."""

from experiments.engine import AllOf, Claim, Comparison, Experiment, Level, Published
from experiments.measures import tables
from experiments.measures.arms import of_arm

METRICS = ("l_syn", "l_test", "modes", "nearer")
ARMS = tables.SIMPLE | {
    "numeric-gan": {"model": "numeric-gan"},
    "table-gan": {"model": "table-gan"},
    "TVAE": {"model": "tvae"},
}
XU = "Xu et al. 2019 (CTGAN), table 2, per table from SDGym's results 0.2.0"
PUBLISHED = {
    "real data": ("-3.06", "-3.07", "-1.70", "-1.70"),
    "MedGAN": ("-9.45", "-72.0", "-2.32", "-45.16"),
    "VEEGAN": ("-12.51", "-4.94", "-7.85", "-2.92"),
    "TableGAN (Park et al. 2018)": ("-9.64", "-4.70", "-6.38", "-2.66"),
    "TVAE": ("-3.41", "-3.20", "-1.68", "-1.79"),
    "table-gan": ("-8.11", "-4.31", "-3.43", "-2.19"),
}


def measure(settings, seed, film=None):
    """`tables.measure` of a model that the settings name."""
    return tables.measure(of_arm(settings, ARMS), seed, METRICS)


def published():
    """Rows of both tables."""
    for name, values in PUBLISHED.items():
        for table, pair in (("gridr-table", values[:2]), ("ring-table", values[2:])):
            arm = {"arm": name} if name in ARMS else {}
            yield Published(
                {"dataset": table} | arm,
                dict(zip(("l_syn", "l_test"), pair)),
                XU,
                "" if arm else name,
            )


def gan(table):
    """The condition on the cells of the numeric GAN."""
    return {"dataset": table, "arm": "numeric-gan"}


EXPERIMENT = Experiment(
    question="How well do models of tables learn densities that are known?",
    measure=measure,
    vary={"dataset": ("gridr-table", "ring-table"), "arm": tuple(ARMS)},
    outcomes=tables.outcomes(*METRICS),
    seeds=3,
    more_seeds=(({"arm": "numeric-gan"}, 5),),
    backend="tensorflow",
    films=False,
    smoke=tables.SMOKE,
    smoke_cells=2,
    comparison=Comparison(
        "Tables: densities that are known",
        (*METRICS, "cpu_minutes"),
        protocol="25 Gaussians on a jittered grid, 8 on a ring: 10,000 rows to learn "
        "from, 10,000 to test with. L_syn: mean log-density of 10,000 generated rows "
        "under the truth; L_test: that of the test rows under a mixture of as many "
        "Gaussians fitted to the generated ones. Nearer: the share of generated rows "
        "nearer to a training row than to a test row; 0.5 copies nothing.",
        why="a generator of shuffled columns has -5.40 and -3.82 on the grid: better "
        "than the published CTGAN. A row that copies has the best numbers of all, and "
        "gives itself away in the last column. The published table has no training "
        "times.",
        rows=tuple(published()),
        floor={"arm": "real data"},
        split="dataset",
        page="tables",
        comparable=("l_syn", "l_test"),
    ),
    claims=(
        Claim(
            "N1",
            "this project",
            "A small unconditional GAN learns the grid of 25 Gaussians: L_syn between "
            "-3.6 and -3.0, L_test above -3.4, and copies nothing.",
            AllOf(
                Level("l_syn", gan("gridr-table"), above=-3.6, below=-3.0),
                Level("l_test", gan("gridr-table"), above=-3.4),
                Level("nearer", gan("gridr-table"), above=0.48, below=0.53),
            ),
        ),
        Claim(
            "N2",
            "this project",
            "And the ring of 8: L_syn between -2.0 and -1.65, L_test above -1.9.",
            AllOf(
                Level("l_syn", gan("ring-table"), above=-2.0, below=-1.65),
                Level("l_test", gan("ring-table"), above=-1.9),
            ),
        ),
    ),
)
