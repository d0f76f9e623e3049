from tests.text.tiny import corpus  # noqa: F401
