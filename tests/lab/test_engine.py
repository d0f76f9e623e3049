"""The engine's parts against the Python that they repeat."""

import numpy as np
import pytest

from ter_gan import losses, penalties
from ter_gan.lab.export import LOSSES, PENALTIES
from ter_gan.models.vital_signs import spread
from ter_gan.points import datasets, metrics
from tests.lab.test_engine_parity import BASE

DRAW = """([name, n, seed]) => {
  const out = new Float64Array(2 * n);
  TG.DATASETS[name].draw(new TG.Random(seed), out);
  return [...out];
}"""

FACTS = """() => {
  const facts = ({ equilibrium, indifferent, probability, optimalCritic }) => ({
    equilibrium, indifferent, probability: !!probability, optimal: !!optimalCritic,
  });
  const pairs = Object.entries(TG.LOSSES).map(([name, loss]) => [name, facts(loss)]);
  return Object.fromEntries(pairs);
}"""
ARROW = """(settings) => {
  const data = TG.DATASETS.ring, e = 1e-5, [x, y] = [0.3, -0.4];
  const gan = new TG.GAN(settings, (random, out) => data.draw(random, out));
  for (let i = 0; i < 20; i++) gan.step();
  const observer = new TG.Observer(gan, data);
  const arrow = [...observer.arrows(Float64Array.of(x, y), 1).descent];
  const loss = (x, y) => {
    const [logit] = observer.D.forward(Float64Array.of(x, y), 1);
    return TG.LOSSES[settings.loss].generator[0](logit);
  };
  const slope = (more, less) => (less - more) / (2 * e);
  return [arrow, [
    slope(loss(x + e, y), loss(x - e, y)), slope(loss(x, y + e), loss(x, y - e)),
  ]];
}"""
WATCHED = """(settings) => {
  const data = TG.DATASETS.ring;
  const make = () => new TG.GAN(settings, (random, out) => data.draw(random, out));
  const [watched, other] = [make(), make()], observer = new TG.Observer(watched, data);
  for (let i = 0; i < 5; i++) {
    do {
      watched.advance();
      observer.view();
      observer.measure();
    } while (watched.done);
    other.step();
  }
  const [a, b] = [watched, other].map((gan) => gan.variables().map((v) => [...v]));
  return JSON.stringify(a) === JSON.stringify(b) && other.steps === 5;
}"""


def flat(points):
    return np.asarray(points).ravel().tolist()


def test_random_numbers_have_their_law_and_their_seed(engine):
    draw = """([law, seed, stream]) => {
      const out = new Float64Array(20001);
      new TG.Random(seed, stream).latents(law, out);
      return [...out];
    }"""
    normal = np.array(engine.evaluate(draw, ["normal", 1, 0]))
    uniform = np.array(engine.evaluate(draw, ["uniform", 1, 0]))
    assert abs(normal.mean()) < 0.03 and normal.std() == pytest.approx(1, abs=0.03)
    assert np.mean(np.abs(normal) < 1.96) == pytest.approx(0.95, abs=0.01)
    assert abs(uniform.mean()) < 0.02 and np.abs(uniform).max() <= 1
    assert uniform.std() == pytest.approx(3**-0.5, abs=0.01)
    assert abs(np.corrcoef(normal[:-1], normal[1:])[0, 1]) < 0.03
    assert engine.evaluate(draw, ["normal", 1, 0]) == normal.tolist()
    for seed, stream in ((2, 0), (1, 1)):
        other = engine.evaluate(draw, ["normal", seed, stream])
        assert abs(np.corrcoef(normal, other)[0, 1]) < 0.03


@pytest.mark.parametrize("name", ["ring", "grid", "two_moons", "spiral"])
def test_densities_are_those_of_python(engine, name):
    dataset = datasets.load(name)
    points = np.reshape(engine.evaluate(DRAW, [name, 5000, 3]), (-1, 2))
    floor = metrics.floor(dataset)["energy_distance"]
    assert metrics.energy_distance(points, dataset.test.x) < 4 * floor
    assert metrics.energy_distance(1.2 * points, dataset.test.x) > 4 * floor


@pytest.mark.parametrize("name", ["ring", "grid"])
def test_modes_are_those_of_python(engine, name):
    centres, std = datasets.modes(name)
    found = engine.evaluate("(name) => TG.DATASETS[name].modes", name)
    np.testing.assert_allclose(found["centres"], centres, atol=1e-12)
    assert found["std"] == std


def test_distance_and_coverage_equal_pythons(engine, rng):
    x, y = rng.normal(size=(300, 2)), rng.normal(0.3, 1.2, size=(200, 2))
    found = engine.evaluate(
        "([x, y]) => TG.energyDistance(Float64Array.from(x), Float64Array.from(y))",
        [flat(x), flat(y)],
    )
    assert found == pytest.approx(metrics.energy_distance(x, y), rel=1e-9)
    centres, std = datasets.modes("ring")
    near = centres[rng.integers(5, size=300)] + rng.normal(0, 0.02, size=(300, 2))
    found = engine.evaluate(
        "(x) => TG.modeCoverage(Float64Array.from(x), TG.DATASETS.ring.modes)",
        flat(near),
    )
    assert found == metrics.mode_coverage(near, centres, std)
    assert found["modes_covered"] == 5 and 0 < found["high_quality_share"] < 1
    found = engine.evaluate("(x) => TG.spread(Float64Array.from(x))", flat(x))
    assert found == pytest.approx(spread(x), rel=1e-9)


def test_losses_and_penalties_have_pythons_facts(engine):
    table = engine.evaluate(FACTS)
    assert sorted(table) == sorted(LOSSES)
    for name, found in table.items():
        loss = losses.LOSSES[name]
        assert found["equilibrium"] == pytest.approx(loss.equilibrium)
        assert found["indifferent"] == loss.indifferent_logit
        assert found["probability"] == (loss.score is not losses.raw)
        assert found["optimal"] == loss.optimal_critic
    weights = engine.evaluate(
        "() => Object.entries(TG.PENALTIES).map(([name, { weight }]) => [name, weight])"
    )
    assert {"none", *dict(weights)} == set(PENALTIES)
    assert all(penalties.PENALTIES[k].weight == weight for k, weight in weights)


def test_arrows_point_down_the_generators_loss(engine):
    """Against differences of the loss of a single sample."""
    for loss in LOSSES:
        settings = BASE | {"loss": loss, "activationD": "tanh"}
        arrow, difference = engine.evaluate(ARROW, settings)
        assert arrow == pytest.approx(difference, rel=1e-4, abs=1e-7)
        assert np.abs(arrow).max() > 1e-3


def test_looking_does_not_change_the_training(engine):
    assert engine.evaluate(WATCHED, BASE)
