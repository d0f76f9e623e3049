"""The table of metrics of images: what each is, what it needs, what it means."""

from ter_gan.evaluation.metric import Metric
from ter_gan.images.evaluation import measures

METRICS = (
    Metric(
        "fd",
        "{fd}_{features}_{n}",
        "less",
        "Distance between the features of generated and of real images, both taken "
        "for Gaussian clouds: it sees bad images, and missing kinds of images.",
        measures.frechet_distance,
    ),
    Metric(
        "kid",
        "kid_{features}_{n}",
        "less",
        "Distance between the features of generated and of real images without the "
        "assumption of Gaussians, and without a bias from the number of images.",
        measures.kernel_distance,
    ),
    Metric(
        "is",
        "is_{features}_{n}",
        "more",
        "High when the network is sure of each image and names all classes equally "
        "often; it never looks at real images.",
        measures.classifier_score,
        needs=(measures.names_classes,),
    ),
    Metric(
        "precision",
        "precision_{features}_{n}",
        "more",
        "Share of generated images that lie where real images lie: quality alone; one "
        "good image, repeated, has all of it.",
        measures.prdc,
        key="precision",
    ),
    Metric(
        "recall",
        "recall_{features}_{n}",
        "more",
        "Share of real images that lie where generated images lie: variety.",
        measures.prdc,
        key="recall",
    ),
    Metric(
        "density",
        "density_{features}_{n}",
        "more",
        "How crowded with real images the places of generated images are: quality, "
        "less fooled by outliers than precision.",
        measures.prdc,
        key="density",
    ),
    Metric(
        "coverage",
        "coverage_{features}_{n}",
        "more",
        "Share of real images with a generated image in their neighbourhood: variety, "
        "less fooled by outliers than recall.",
        measures.prdc,
        key="coverage",
    ),
    Metric(
        "modes",
        "modes_{features}_{n}",
        "more",
        "Number of classes that are found among the generated images.",
        measures.histogram,
        key="modes",
        needs=(measures.names_classes, measures.knows_these_classes),
    ),
    Metric(
        "class_tv",
        "class_tv_{features}_{n}",
        "less",
        "How far the shares of the classes are from those of real images: 0 for the "
        "same shares, 1 for none in common.",
        measures.histogram,
        key="class_tv",
        needs=(measures.names_classes, measures.knows_these_classes),
    ),
    Metric(
        "label_agreement",
        "label_agreement_{features}_{n}",
        "more",
        "Share of generated images that the network takes for the class that was "
        "asked for.",
        measures.label_agreement,
        needs=(
            measures.conditional,
            measures.names_classes,
            measures.knows_these_classes,
        ),
    ),
    Metric(
        "copy_rate",
        "copy_rate_{features}_{n}",
        "equal to floor",
        "Share of generated images that lie nearer to a training image than all but "
        "1 % of unseen real images do. Above the floor: copies; below it: images that "
        "are new, but unlike real ones.",
        measures.copy_rate,
        needs=(measures.compared_with_unseen,),
        floor="unseen",
    ),
    Metric(
        "swd",
        "swd_{n}",
        "less",
        "Distance between small patches of generated and of real images at several "
        "sizes: texture. No feature network is asked.",
        measures.sliced_wasserstein,
    ),
    Metric(
        "ssim",
        "{ssim}_pairs_{size}",
        "equal to floor",
        "How alike two generated images are on average; above real images: too little "
        "variety, below: noise.",
        measures.similarity_of_pairs,
    ),
    Metric(
        "d_auc",
        "d_auc_{n}",
        "less",
        "How often the run's own discriminator ranks a real image above a generated "
        "one; 0.5 is chance, and what a generator wants.",
        measures.discriminator,
        key="auc",
        needs=(measures.log_odds,),
        floor=None,
    ),
    Metric(
        "d_ece",
        "d_ece_{n}",
        "less",
        "How far the probabilities of the run's own discriminator are from how often "
        "it is right.",
        measures.discriminator,
        key="ece",
        needs=(measures.log_odds,),
        floor=None,
    ),
    Metric(
        "d_brier",
        "d_brier_{n}",
        "less",
        "Mean squared error of the probabilities of the run's own discriminator; "
        "0.25 for one that always says one half.",
        measures.discriminator,
        key="brier",
        needs=(measures.log_odds,),
        floor=None,
        standard=False,
    ),
    Metric(
        "ppl",
        "ppl_{features}",
        "less",
        "How unevenly images change along a path between two latents; 0 also for a "
        "generator that draws one image only.",
        measures.path_length,
        floor=None,
        standard=False,
    ),
    Metric(
        "ppl_lpips",
        "ppl_lpips_squeeze",
        "less",
        "The same with LPIPS, a distance that was fitted to people's judgements.",
        measures.path_length_lpips,
        needs=(measures.in_colour,),
        floor=None,
        standard=False,
    ),
    Metric(
        "perceptual",
        "perceptual_{features}_pairs",
        "equal to floor",
        "How different two generated images look to the network on average; below real "
        "images: too little variety.",
        measures.distance_of_pairs,
        standard=False,
    ),
    Metric(
        "lpips",
        "lpips_squeeze_pairs",
        "equal to floor",
        "How different two generated images look by LPIPS, a distance that was fitted "
        "to people's judgements; below real images: too little variety.",
        measures.lpips_of_pairs,
        needs=(measures.in_colour,),
        standard=False,
    ),
)
