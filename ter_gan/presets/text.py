"""The models of text: GANs on word embeddings, and the language models beside them.

To add one, add a row to `TEXT_MODELS`, its paper to `TEXT_FAMILY`, and the class that
it is to `ter_gan.text.models.MODELS`.
"""

from ter_gan.presets.member import Member

TEXT = dict(
    width=256,
    batch_size=64,
    learning_rate=2e-3,
    beta_1=0.9,
    epochs=8,
    clip_norm=5.0,
)
# Which options of networks, objectives and text a model looks at.
TOKENS = ("tokeniser", "vocabulary_size", "max_length")
WORDS = (*TOKENS, "width", "embeddings")
LANGUAGE = (*WORDS, "layers", "dropout", "embedding_dim")
PLAYERS = ("loss", "penalty", "penalty_weight", "critic_steps", "label_smoothing")
PLAYERS += ("instance_noise", "instance_noise_steps", "average")
BEFORE = ("pretrain_epochs", "pretrain_learning_rate")
TEMPERATURES = ("temperature", "final_temperature", "anneal_steps")
CODES = (*WORDS, "embedding_dim", "word_dropout", "code_noise")
LATENTS = ("latent_dim", "latent")
TEXT_OPTIONS = {
    "unigram": TOKENS,
    "kneser-ney": (*TOKENS, "order"),
    "gru": LANGUAGE,
    "mini-gpt": (*WORDS, "layers", "dropout"),
    "mini-bert": (*WORDS, "layers", "dropout", "mask_share"),
    "autoencoder": CODES,
    "embedding-gan": (
        *(*WORDS, "layers", "embedding_dim", "train_embeddings"),
        *(*LATENTS, *PLAYERS, *TEMPERATURES),
    ),
    "latent-text-gan": (*CODES, *LATENTS, *PLAYERS, *BEFORE),
    "relgan-mini": (*LANGUAGE, *PLAYERS, *BEFORE, *TEMPERATURES),
    "seqgan": (*LANGUAGE, *PLAYERS, *BEFORE, "rollouts"),
    "discriminator-guided": (
        *(*LANGUAGE, *PLAYERS, *BEFORE, "candidates", "expectation"),
    ),
}
# Models that begin as a language model and end against a discriminator.
PRETRAINED = dict(learning_rate=1e-4, pretrain_epochs=6, epochs=12)

TEXT_MODELS = {
    # Words drawn one by one, all alike.
    "unigram": dict(order=1, epochs=1, batch_size=1),
    # Chen & Goodman 1999: interpolated, modified Kneser-Ney.
    "kneser-ney": dict(order=5, epochs=1, batch_size=1),
    # Cho et al. 2014; Mikolov et al. 2010 for the language model.
    "gru": dict(dropout=0.2),
    # Radford et al. 2018, small.
    "mini-gpt": dict(width=128, layers=3, learning_rate=1e-3, dropout=0.1),
    # Devlin et al. 2019, small.
    "mini-bert": dict(width=128, layers=3, learning_rate=1e-3, dropout=0.1),
    # Bowman et al. 2016 without its KL term: a Gaussian fitted to the codes.
    "autoencoder": dict(word_dropout=0.3, epochs=10),
    # Gulrajani et al. 2017 on word embeddings; Jang et al. 2017.
    "embedding-gan": dict(
        loss="wasserstein",
        penalty="wgan-gp",
        critic_steps=2,
        width=64,
        layers=2,
        temperature=0.5,
        final_temperature=0.05,
        anneal_steps=1000,
        learning_rate=5e-4,
        beta_1=0.5,
        beta_2=0.9,
        average=0.999,
        clip_norm=0.0,
        epochs=20,
    ),
    # Zhao et al. 2018 (ARAE); Donahue & Rumshisky 2018.
    "latent-text-gan": dict(
        latent_dim=64,
        word_dropout=0.3,
        pretrain_epochs=10,
        epochs=40,
        loss="wasserstein",
        penalty="wgan-gp",
        critic_steps=5,
        learning_rate=1e-3,
        beta_1=0.5,
        beta_2=0.9,
        average=0.999,
        clip_norm=0.0,
    ),
    # Nie et al. 2019, with a GRU. A D that knows nothing yet leads G astray.
    "relgan-mini": dict(
        **PRETRAINED | dict(learning_rate=3e-5),
        discriminator_learning_rate=1e-3,
        loss="relativistic-paired",
        final_temperature=0.1,
    ),
    # Yu et al. 2017.
    "seqgan": dict(**PRETRAINED | dict(epochs=7), rollouts=4),
    # Bakhtin et al. 2019, Deng et al. 2020: a residual energy.
    "discriminator-guided": dict(**PRETRAINED | dict(learning_rate=1e-3)),
}

TEXT_FAMILY = {
    "unigram": Member(
        "Shannon 1948",
        "",
        "Each word by its frequency, whatever stands before it.",
        "Nothing.",
    ),
    "kneser-ney": Member(
        "Chen & Goodman 1999",
        "",
        "Counts of the last words, smoothed by how many words follow how many.",
        "Nothing.",
    ),
    "gru": Member(
        "Mikolov et al. 2010, Cho et al. 2014",
        "1406.1078",
        "A recurrent network says the next word; trained by maximum likelihood.",
        "A GRU instead of a plain recurrence; the weights of the best epoch.",
    ),
    "mini-gpt": Member(
        "Vaswani et al. 2017, Radford et al. 2018",
        "1706.03762",
        "Causal attention over all words before says the next one.",
        "Three layers of 128 units.",
    ),
    "mini-bert": Member(
        "Devlin et al. 2019",
        "1810.04805",
        "Guesses masked words from both sides: no language model, though it can write.",
        "Three layers of 128 units; no second task on pairs of sentences.",
    ),
    "autoencoder": Member(
        "Bowman et al. 2016",
        "1511.06349",
        "A sentence through a code of 64 numbers and back; codes from a Gaussian.",
        "No variational term: word dropout and noise on codes smooth them.",
    ),
    "embedding-gan": Member(
        "Gulrajani et al. 2017, Jang et al. 2017",
        "1611.01144",
        "A generator writes all words at once, as weights over word embeddings.",
        "Words and their embeddings instead of letters.",
    ),
    "latent-text-gan": Member(
        "Zhao et al. 2018",
        "1706.04223",
        "A GAN makes codes of sentences; a decoder reads them out.",
        "The autoencoder is trained first and then stands still.",
    ),
    "relgan-mini": Member(
        "Nie et al. 2019",
        "rJedV3R5tm",
        "Gumbel-softmax lets gradients through words; D compares pairs.",
        "A GRU instead of relational memory, fewer filters; D sees words, straight "
        "through, and learns faster than G.",
    ),
    "seqgan": Member(
        "Yu et al. 2017",
        "1609.05473",
        "D's verdict on finished sentences is a reward: policy gradients.",
        "A GRU instead of an LSTM, four rollouts instead of sixteen.",
    ),
    "discriminator-guided": Member(
        "Deng et al. 2020",
        "2004.11714",
        "D reweights what a language model writes: a residual energy.",
        "A small convolutional D that sees how probable each word was, instead of a "
        "pretrained transformer.",
    ),
}
