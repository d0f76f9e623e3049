from ter_gan.callbacks.pictures import Pictures


def drawn(epochs, stopped):
    """The epochs of which there is a picture."""

    class Noting(Pictures):
        def draw(self, epoch):
            seen.append(epoch)

    seen, callback = [], Noting(epochs)
    for epoch in range(stopped):
        callback.on_epoch_end(epoch)
    callback.on_train_end()
    callback.on_train_end()
    return seen


def test_each_epoch_of_a_short_training():
    assert drawn(3, 3) == [1, 2, 3]


def test_fewer_of_a_long_one_and_the_last_even_if_it_stops_early():
    assert drawn(200, 8) == [3, 6, 8]


def test_never_more_than_about_sixty():
    assert len(drawn(1000, 1000)) <= 65
    assert drawn(1000, 1000)[-1] == 1000
