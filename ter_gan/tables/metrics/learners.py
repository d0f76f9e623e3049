"""Three scikit-learn models that learn a column of a table from the others."""

import numpy as np

from ter_gan.errors import UserError, unknown
from ter_gan.tables.metrics.detector import boosting

CATEGORIES = 50  # coordinates of a discrete column, the rarest codes share one
LEARNERS = ("linear", "forest", "boosting")


class Learner:
    """A model of one column given the others; missing inputs are no obstacle.

    Logistic regression (ridge regression for a number), a random forest of 100
    trees, or histogram gradient boosting, each with scikit-learn's defaults. The
    first two see one-hot codes and standardised numbers whose missing values are
    replaced by the median and marked. A table that holds one class only is
    answered with that class.

    Args:
        name: `"linear"`, `"forest"`, `"boosting"`, or `"guess"`: the class
            frequencies, or the mean.
        target: int, the column to learn.
        discrete: bool array `(d,)`.
        sizes: int array `(d,)`. A target with codes is classified.
        seed: int.
    """

    def __init__(self, name, target, discrete, sizes, seed=0):
        if name not in (*LEARNERS, "guess"):
            raise unknown("learner", name, (*LEARNERS, "guess"))
        others = np.arange(len(sizes)) != target
        self.name, self.target, self.others = name, target, others
        self.discrete = np.asarray(discrete, bool)[others]
        self.sizes = np.asarray(sizes)[others]
        self.classes, self.seed = int(sizes[target]), seed

    def fit(self, matrix):
        """Learns from the rows whose target is known.

        Args:
            matrix: float array `(n, d)`.

        Returns:
            the learner itself.

        Raises:
            UserError: if the target is missing in all rows.
        """
        x, y = self.parts(matrix)
        if not len(y):
            raise UserError("The target column is missing in all rows of a table.")
        constant = self.classes and len(np.unique(y)) == 1
        self.model = self._model("guess" if constant else self.name).fit(x, y)
        return self

    def parts(self, matrix):
        """Inputs `(n, d - 1)` and targets `(n,)` of rows whose target is known."""
        matrix = np.asarray(matrix, "float64")
        known = ~np.isnan(matrix[:, self.target])
        y = matrix[known, self.target]
        return matrix[known][:, self.others], y.astype(int) if self.classes else y

    def predict(self, x):
        """Probabilities of all codes `(n, classes)`, or numbers `(n, 1)`."""
        if not self.classes:
            return self.model.predict(x)[:, None]
        result = np.zeros((len(x), self.classes))
        result[:, self.model.classes_] = self.model.predict_proba(x)
        return result

    def _model(self, name):
        from sklearn import dummy, ensemble, linear_model, pipeline

        if name == "boosting":
            return boosting(bool(self.classes), self.discrete, self.sizes, self.seed)
        if name == "guess":
            kind = dummy.DummyClassifier if self.classes else dummy.DummyRegressor
            return kind(strategy="prior" if self.classes else "mean")
        if name == "forest":
            kind = "RandomForest" + ("Classifier" if self.classes else "Regressor")
            model = getattr(ensemble, kind)(random_state=self.seed)
        elif self.classes:
            model = linear_model.LogisticRegression(max_iter=1000)
        else:
            model = linear_model.Ridge()
        return pipeline.make_pipeline(self._inputs(), model)

    def _inputs(self):
        from sklearn.compose import ColumnTransformer
        from sklearn.impute import SimpleImputer
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import OneHotEncoder, StandardScaler

        numbers = make_pipeline(
            SimpleImputer(
                strategy="median", add_indicator=True, keep_empty_features=True
            ),
            StandardScaler(),
        )
        codes = OneHotEncoder(
            max_categories=CATEGORIES,
            handle_unknown="infrequent_if_exist",
            sparse_output=False,
        )
        return ColumnTransformer(
            [("numbers", numbers, ~self.discrete), ("codes", codes, self.discrete)]
        )
