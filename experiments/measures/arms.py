"""Arms: what the rows of a table set, by name."""


def of_arm(settings, arms):
    """The settings of a cell that names its arm.

    Args:
        settings: dict with `arm`; what it sets itself (in a smoke run much) counts
            more than what the arm sets.
        arms: dict from names to dicts of settings.

    Returns:
        dict without `arm`.
    """
    rest = {name: value for name, value in settings.items() if name != "arm"}
    return arms[settings["arm"]] | rest
