from ter_gan.sources.notes import Notes


def test_one_line_per_kind_of_thing():
    notes = Notes()
    for name in ("b.jpg", "a.png"):
        notes.add("{n} unreadable file{s} skipped: {names}", name)
    notes.add("{n} CMYK image{s} converted to RGB", "c.jpg")
    assert notes.lines() == [
        "1 CMYK image converted to RGB",
        "2 unreadable files skipped: a.png, b.jpg",
    ]


def test_long_lists_are_cut():
    notes = Notes()
    for number in range(8):
        notes.add("{n} file{s}: {names}", f"{number}.png")
    assert notes.lines() == ["8 files: 0.png, 1.png, 2.png, 3.png, 4.png and 3 more"]


def test_nothing_to_say():
    assert Notes().lines() == []
