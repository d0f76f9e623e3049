"""Pickles, read without running what a pickle may ask to run."""

import pickle


class AllowListUnpickler(pickle.Unpickler):
    """Knows builtin containers, numbers, text and what is allowed; nothing else.

    Args:
        file: binary file.
        allowed: dict from `(module, name)`, as a pickle names a class or a
            function, to what stands for it here.
        options: of `pickle.Unpickler`.
    """

    def __init__(self, file, allowed, **options):
        super().__init__(file, **options)
        self.allowed = allowed

    def find_class(self, module, name):
        try:
            return self.allowed[module, name]
        except KeyError:
            raise pickle.UnpicklingError(
                f"it asks for {module}.{name}, which is refused"
            ) from None
