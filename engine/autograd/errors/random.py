"""What PyTorch says of random numbers."""

OVERFLOW = "Overflow when unpacking long long"
KERNEL_MISSING = "\"{}\" not implemented for '{}'"
EMPTY_RANGE = "random_ expects 'from' to be less than 'to', but got from={} >= to={}"
INEXACT_RANGE_WARNING = (
    "{} is out of bounds [-(2^{}), 2^{}]. Due to precision limitations {} can support discrete "
    "uniform distribution only within this range. This warning will become an error in version 1.7 "
    "release, please fix the code in advance"
)
RANGE_BOUND = "{} is out of bounds for {}"
NEGATIVE_DIMENSION = "Trying to create tensor with negative dimension {}: {}"
DEVIATION = "normal expects std >= 0.0, but found std {}"
DEVIATIONS = "normal expects all elements of std >= 0.0"
UNIFORM_RANGE = "uniform_ expects to return a [from, to) range, but found from={} > to={}"
PROBABILITY = "bernoulli_ expects p to be in [0, 1], but got p={}"
PROBABILITIES = (
    "Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message be "
    "improved?  If so, please report an enhancement request to PyTorch.)"
)
