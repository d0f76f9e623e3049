from tests.no_data import lines, no_data_of_this_machine, real_data  # noqa: F401
