"""Players of known quality get the numbers that they deserve."""

from importlib.util import find_spec

import numpy as np
import pytest

from ter_gan.data import Dataset, Scaling, Split
from ter_gan.errors import UserError
from ter_gan.evaluation import samples
from ter_gan.images import features
from ter_gan.images.evaluation import METRICS, Evaluator
from tests.evaluation import players
from tests.evaluation.players import Network, Player, among

DATA = players.dataset()
FRESH = players.images(900, seed=9)


@pytest.fixture(autouse=True)
def stripes(monkeypatch):
    monkeypatch.setitem(features.NETWORKS, "stripes", Network)


def evaluator(metrics="standard", data=DATA, n=200, **options):
    return Evaluator(data, metrics, n, features="stripes", **options)


def measured(player, *arguments, **options):
    """dict from the names in `--metrics` to results."""
    judge = evaluator(*arguments, **options)
    bench = judge.bench(player)
    return {row.name: r for row, r in zip(judge.rows, judge.results(bench))}


@pytest.fixture(scope="module")
def perfect():
    """What new images of the same law get."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(features.NETWORKS, "stripes", Network)
        return measured(Player(DATA, among(FRESH)))


def test_new_images_of_the_same_law_are_at_the_floor(perfect):
    for name in ("fd", "kid", "is", "precision", "recall", "density", "coverage"):
        found = perfect[name]
        assert abs(found.value - found.floor) < 4 * found.error, name
    assert perfect["modes"].value == players.CLASSES
    assert perfect["copy_rate"].value < 0.1
    assert perfect["swd"].value < 2 * perfect["swd"].floor


def test_names_carry_the_protocol(perfect):
    assert perfect["fd"].name == "fd_stripes_200"
    assert perfect["swd"].name == "swd_200"
    assert perfect["ssim"].name == "ssim_pairs_16px"
    protocol = perfect["fd"].protocol
    assert protocol["features"] == "stripes"
    assert protocol["weights_sha256"] == Network.sha256
    assert (protocol["n_real"], protocol["n_generated"]) == (200, 200)
    assert (protocol["real"], protocol["floor"]) == ("test samples", "train samples")
    assert perfect["copy_rate"].protocol["floor"] == "validation samples"
    assert "features" not in perfect["swd"].protocol


def test_one_class_only_is_found(perfect):
    one = DATA.validation[DATA.validation.y == 2]
    found = measured(Player(DATA, among(one)))
    assert found["modes"].value == 1
    assert found["class_tv"].value > 0.6
    assert found["recall"].value < perfect["recall"].value / 2
    assert found["fd"].value > 10 * perfect["fd"].value
    assert found["ssim"].value > found["ssim"].floor


def test_copies_of_training_images_are_found(perfect):
    found = measured(Player(DATA, among(DATA.train)))
    assert found["copy_rate"].value == 1
    assert found["copy_rate"].floor < 0.1
    assert abs(found["fd"].value - perfect["fd"].value) < 6 * perfect["fd"].error


def test_labels_that_are_obeyed_and_labels_that_are_not():
    def obeying(z, labels):
        places = [np.flatnonzero(FRESH.y == label) for label in labels]
        return FRESH.x[[p[int(u * len(p))] for p, u in zip(places, z[:, 0])]]

    good = Player(DATA, obeying, classes=players.CLASSES)
    deaf = Player(DATA, among(FRESH), classes=players.CLASSES)
    found = measured(good, "label_agreement")["label_agreement"]
    assert found.value == found.floor == 1
    assert found.protocol["labels"] == "those of the real images"
    chance = measured(deaf, "label_agreement")["label_agreement"]
    assert chance.value == pytest.approx(0.25, abs=4 * chance.error)
    assert set(chance.details["by_class"]) == set(players.NAMES)


def test_results_do_not_depend_on_how_many_at_a_time(perfect, monkeypatch):
    monkeypatch.setattr(samples, "CHUNK", 33)
    again = measured(Player(DATA, among(FRESH)))
    for name, result in perfect.items():
        assert again[name].value == result.value, name


def test_real_images_are_described_once_for_many_gans(monkeypatch):
    asked = []
    call = Network.__call__

    def counting(network, images, **options):
        asked.append(len(images))
        return call(network, images, **options)

    monkeypatch.setattr(Network, "__call__", counting)
    judge = evaluator("fd,recall")
    for split in (FRESH, DATA.train):
        judge.results(judge.bench(Player(DATA, among(split))))
    assert len(asked) == 4  # real, stand-in, and two generated sides


def test_the_discriminator_is_asked_where_its_logit_is_a_log_odds(perfect):
    assert 0 < perfect["d_auc"].value < 1
    assert perfect["d_ece"].details["confidence"]
    critic = Player(DATA, among(FRESH), loss="wasserstein")
    found = measured(critic)["d_auc"]
    assert found.value is None
    assert found.why == "the logit of the loss wasserstein is no log-odds."
    packed = Player(DATA, among(FRESH), pack=2)
    with pytest.raises(UserError, match="d_auc is not possible: .* judges packs"):
        measured(packed, "d_auc")
    smooth = Player(DATA, among(FRESH), label_smoothing=0.1)
    assert "label smoothing" in measured(smooth)["d_ece"].why


def test_data_without_labels_say_so():
    parts = [Split(split.x) for split in (DATA.train, DATA.validation, DATA.test)]
    data = Dataset("bars", *parts, Scaling(127.5, 1.0, "uint8"))
    found = measured(Player(data, among(FRESH)), data=data)
    assert found["modes"].why == "bars has no labels."
    assert found["fd"].value is not None
    with pytest.raises(UserError, match="class_tv is not possible: bars has no labels"):
        measured(Player(data, among(FRESH)), "class_tv", data=data)


def test_too_few_images_say_so():
    found = measured(Player(DATA, among(FRESH)), n=15)
    assert "needs at least 20" in found["kid"].why
    assert found["is"].value is None
    with pytest.raises(UserError, match="kid is not possible: .*needs at least"):
        measured(Player(DATA, among(FRESH)), "kid", n=15)


def test_training_images_cannot_show_memorisation():
    found = measured(Player(DATA, among(FRESH)), "all", split="train")
    assert "--split test" in found["copy_rate"].why
    assert found["fd"].protocol["floor"] == "test samples"


def test_a_network_that_cannot_take_the_images_is_refused_at_once(monkeypatch):
    colour = type("Colour", (Network,), {"shape": (None, None, 3), "name": "colour"})
    monkeypatch.setitem(features.NETWORKS, "colour", colour)
    with pytest.raises(UserError, match="takes colour images, not grey ones"):
        Evaluator(DATA, features="colour")
    with pytest.raises(UserError, match="Unknown feature network 'strips'"):
        Evaluator(DATA, features="strips")


def test_weights_that_are_not_here_are_asked_for_once_and_named(monkeypatch):
    asked = []

    def absent():
        asked.append(1)
        raise UserError("the weights are not here.")

    monkeypatch.setitem(features.NETWORKS, "absent", absent)
    monkeypatch.setattr(features, "default", lambda name, shape: "absent")
    judge = Evaluator(DATA, n=200)
    found = {r.name: r for r in judge.results(judge.bench(Player(DATA, among(FRESH))))}
    assert len(asked) == 1
    assert found["fd_absent_200"].why == "the weights are not here."
    assert "weights_sha256" not in found["fd_absent_200"].protocol
    assert found["swd_200"].value > 0


def test_few_images_are_warned_of():
    first, second = evaluator(n=500).warnings
    assert first == "The test split has only 300 samples."
    assert "below 10000" in second


def test_a_floor_of_fewer_samples_is_warned_of():
    judge = evaluator("fd", split="train", n=500)
    assert judge.warnings[0].startswith("The floor comes from 300 test samples")
    (found,) = judge.results(judge.bench(Player(DATA, among(FRESH))))
    assert (found.protocol["n_real"], found.protocol["n_floor"]) == (500, 300)
    assert "floor" not in evaluator("fd", n=300).warnings[0]


def test_pictures_belong_to_what_was_measured():
    judge = evaluator()
    bench = judge.bench(Player(DATA, among(FRESH)))
    assert [picture.title for picture in judge.pictures(bench)] == ["Samples"]
    judge.results(bench)
    pictures = judge.pictures(bench)
    assert [picture.title for picture in pictures] == [
        "Samples",
        "Nearest pairs",
        "Pairs of any samples",
        "Classes",
        "Calibration of the discriminator",
    ]
    assert all(np.std(picture.image) > 1 for picture in pictures)


def test_a_quiz_takes_images_that_were_not_trained_on(tmp_path):
    judge = evaluator("fd", split="train")
    path = judge.quiz(judge.bench(Player(DATA, among(FRESH))), tmp_path, "bars")
    assert path.is_file()


def test_extras_that_are_not_possible_are_refused_before_anything_is_generated():
    with pytest.raises(UserError, match="--quiz needs 20 images .* 10 generated ones"):
        evaluator("fd", n=10).check_extras(cross_check=False, quiz=True)
    with pytest.raises(UserError, match="fd, kid, is, swd"):
        evaluator("recall").check_extras(cross_check=True, quiz=False)
    evaluator("fd").check_extras(cross_check=True, quiz=True)


@pytest.mark.skipif(not find_spec("tensorflow_gan"), reason="needs tensorflow-gan")
def test_a_cross_check_compares_with_tensorflow_gan():
    judge = evaluator("fd,kid,recall,swd")
    bench = judge.bench(Player(DATA, among(FRESH)))
    found = judge.cross_check(bench, judge.results(bench))
    assert [row["metric"] for row in found] == [
        *("fd_stripes_200", "kid_stripes_200"),
        "swd_200, 200 images, each patch normalised",  # not what the table says
    ]
    assert all(row["agrees"] for row in found)


def test_every_metric_is_said_in_a_sentence():
    names = [row.name for row in METRICS]
    assert len(set(names)) == len(names)
    assert all(row.meaning.endswith(".") for row in METRICS)
    standard = {row.name for row in METRICS if row.standard}
    assert {"fd", "kid", "recall", "modes", "copy_rate", "swd"} <= standard
