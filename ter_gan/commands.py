"""What all commands share: parsing, one-line errors, the choice of a backend."""

import argparse
import contextlib
import errno
import importlib.util
import os
import re
import sys

from jsonargparse import ArgumentParser

from ter_gan import errors

DISK_ERRORS = {
    getattr(errno, name)
    for name in ("ENOSPC", "EDQUOT", "EFBIG", "EACCES", "EPERM", "EROFS")
    if hasattr(errno, name)
}


NEEDED = {  # what a person reads for the types of jsonargparse
    "PositiveInt": "a whole number of 1 or more",
    "NonNegativeInt": "a whole number of 0 or more",
    "PositiveFloat": "a number above 0",
    "NonNegativeFloat": "a number of 0 or more",
    "ClosedUnitInterval": "a number from 0 to 1",
    "bool": "true or false",
}
OPTION = r'Parser key "(?P<option>\w+)": '
OF_TYPE = (
    OPTION + r"Not of type (?P<type>\w+): (?P<value>.*) does not conform",
    OPTION
    + r"Not of type (?P<type>\w+): [^:]*: (?P<quote>['\"])(?P<value>.*)(?P=quote)$",
    OPTION + r"Expected a <class '(?P<type>\w+)'>. Got value: (?P<value>.*)",
)
OF_NAMES = (
    OPTION + r"Expected a typing.Literal\[(?P<names>.*)\]. Got value: (?P<value>.*)",
    r"argument --(?P<option>[\w-]+): invalid choice: '(?P<value>.*)' "
    r"\(choose from (?P<names>.*)\)",
)


class Parser(ArgumentParser):
    """A parser whose errors are one clear line and exit code 2.

    Args:
        module: str, e.g. `"ter_gan.train"`.
        description: str, what the command does.
        examples: str, lines that a person can copy.
    """

    def __init__(self, module, description, examples):
        super().__init__(
            prog=f"python -m {module}",
            description=description,
            epilog=f"examples:\n{examples}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
            print_config=None,
        )

    def error(self, message, ex=None):
        raise errors.UserError(self._one_line(message))

    def _one_line(self, message):
        message = " ".join(message.split())
        if unknown := re.match(r"unrecognized arguments: (--[\w-]+)", message, re.I):
            options = [o for a in self._actions for o in a.option_strings]
            hint = errors.nearest(unknown[1], options)
            return f"Unknown option {unknown[1]!r}. {hint}See {self.prog} --help."
        if wrong := _matched(OF_NAMES, message):
            names = re.findall(r"[\w-]+", wrong["names"])
            return str(errors.unknown(_option(wrong), wrong["value"], names))
        wrong = _matched(OF_TYPE, message)
        if wrong and wrong["type"] in NEEDED:
            needed = NEEDED[wrong["type"]]
            return f"{_option(wrong)} must be {needed}, received {wrong['value']}."
        message = re.sub(OPTION, lambda match: f"{_option(match)}: ", message)
        return f"{message.rstrip('.')}. See {self.prog} --help."


def _matched(patterns, message):
    """The match of the first pattern that fits a message's beginning, or `None`."""
    return next(filter(None, (re.match(each, message) for each in patterns)), None)


def _option(match):
    return f"--{match['option'].replace('_', '-')}"


def use_backend(name):
    """Chooses and imports the Keras backend; nothing may import Keras before.

    Raises:
        UserError: if the framework is not installed.
    """
    if importlib.util.find_spec(name) is None:
        raise errors.UserError(
            f"The backend {name} is not installed: pip install {name}"
        )
    os.environ["KERAS_BACKEND"] = name
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with _quiet_stderr():
        importlib.import_module("keras")


@contextlib.contextmanager
def _quiet_stderr():
    """Keeps the start-up messages of C++ libraries from the screen."""
    sys.stderr.flush()
    saved, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(nowhere)


def run(main):
    """Runs a command; a person's mistake ends in one line and exit code 2."""
    try:
        sys.exit(main(sys.argv[1:]))
    except errors.UserError as error:
        _fail(str(error))
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if error.errno not in DISK_ERRORS:
            raise
        where = f" ({error.filename})" if error.filename else ""
        _fail(
            f"{error.strerror}{where}. Free some space or name another place; what "
            f"was saved before is intact."
        )
    except KeyboardInterrupt:
        print("\nStopped before there was anything to save.", file=sys.stderr)
        sys.exit(130)


def _fail(message):
    print(f"error: {message}", file=sys.stderr)
    sys.exit(2)
