"""What PyTorch says of optimisers."""

PARAMS_ARE_A_TENSOR = (
    "params argument given to the optimizer should be an iterable of Tensors or dicts, but got {}"
)
NO_PARAMS = "optimizer got an empty parameter list"
GROUP_IS_NO_DICT = "param_group must be a dict, but got {}"
PARAMS_ARE_A_SET = (
    "optimizer parameters need to be organized in ordered collections, but the ordering of tensors "
    "in sets will change between runs. Please use a list instead."
)
NAMES_MISSING = "all optimizer params should be with/without names. Some param names are missing"
GROUPS_WITHOUT_NAMES = (
    "all optimizer param groups should be with/without names. cannot add param group {} to the "
    "optimizer"
)
NO_TENSOR = "optimizer can only optimize Tensors, but one of the params is {}"
NON_LEAF = "can't optimize a non-leaf Tensor"
SHARED_PARAMS = "some parameters appear in more than one parameter group"
DUPLICATES_WARNING = (
    "optimizer contains a parameter group with duplicate parameters; in future, this will cause an "
    "error; see github.com/pytorch/pytorch/issues/40967 for more information"
)
LOADED_GROUP_COUNT = "loaded state dict has a different number of parameter groups"
LOADED_GROUP_SIZE = (
    "loaded state dict contains a parameter group that doesn't match the size of optimizer's group"
)
TENSOR_RATE = "Tensor lr must be 1-element"
RATE = "Invalid learning rate: {}"
MOMENTUM = "Invalid momentum value: {}"
DECAY = "Invalid weight_decay value: {}"
NESTEROV = "Nesterov momentum requires a momentum and zero dampening"
EPSILON = "Invalid epsilon value: {}"
BETA = "Invalid beta parameter at index {}: {}"
BETA_KINDS = "betas must be either both floats or both Tensors"
