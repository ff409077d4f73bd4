"""Every way in which a call of torch can make much of little meets a bound before it does."""

import time

import pytest

from engine.snippet import LimitExceeded, parse

GROWTH = """
torch.ones(1000).repeat(100000)
torch.ones(1000).tile(100000)
torch.ones(1000).tile((10**9,))
torch.tile(torch.ones(3), (10**6, 10**6))
torch.tensordot(torch.ones(10**6), torch.ones(10**6), 0)
torch.einsum('i,j->ij', torch.ones(10**6), torch.ones(10**6))
torch.einsum('i,j,k,l->ijkl', torch.ones(100), torch.ones(100), torch.ones(100), torch.ones(100))
torch.einsum('i,j,k,l,m->', torch.ones(1000), torch.ones(1000), torch.ones(1000), torch.ones(1000), torch.ones(1000))
torch.diag(torch.ones(10**5))
torch.diag_embed(torch.ones(10**5))
torch.diag_embed(torch.ones(10), offset=10**9)
torch.diag(torch.ones(3), 10**9)
torch.ones(3).diag(-10**9)
torch.broadcast_to(torch.ones(1), (10**9,))
torch.broadcast_tensors(torch.ones(10**6,1), torch.ones(1,10**6))
torch.ones(10**6).outer(torch.ones(10**6))
torch.addr(torch.ones(1), torch.ones(10**6), torch.ones(10**6))
torch.ones(1).expand(10**12)
torch.full((10**9,), 1.)
torch.arange(0, 1, 1e-12)
torch.linspace(0, 1, 10**12)
torch.eye(10**6)
torch.randn(10**6, 10**6)
torch.normal(0., 1., (10**5, 10**5))
torch.index_select(torch.ones(1, 10**6), 0, torch.zeros(10**4, dtype=torch.long))
torch.ones(1, 10**6)[torch.zeros(10**4, dtype=torch.long)]
torch.ones(10**6).split(1)
torch.ones(10**6).chunk(10**6)
torch.ones(10**6).unbind()
torch.ones(10**6).tolist()
list(torch.ones(10**6))
for r in torch.ones(10**6): pass
torch.stack([torch.ones(10**6)] * 1000)
torch.cat([torch.ones(10**6)] * 1000)
torch.hstack([torch.ones(10**6)] * 1000)
torch.ones(1)[(None,)*60]
torch.where(torch.ones(10**6,1)>0, torch.ones(1,10**6), 1.)
torch.maximum(torch.ones(10**6,1), torch.ones(1,10**6))
torch.lerp(torch.ones(10**6,1), torch.ones(1,10**6), .5)
torch.nn.functional.mse_loss(torch.ones(10**6,1), torch.ones(1,10**6))
torch.nn.functional.huber_loss(torch.ones(10**6,1), torch.ones(1,10**6))
torch.nn.functional.linear(torch.ones(10**6,1), torch.ones(10**6,1))
torch.dist(torch.ones(10**6,1), torch.ones(1,10**6))
torch.baddbmm(torch.ones(1), torch.ones(1,10**6,1), torch.ones(1,1,10**6))
torch.isclose(torch.ones(10**6,1), torch.ones(1,10**6))
torch.allclose(torch.ones(10**6,1), torch.ones(1,10**6))
torch.equal(torch.ones(10**6,1), torch.ones(1,10**6))
torch.addcmul(torch.ones(1), torch.ones(10**6,1), torch.ones(1,10**6))
torch.pow(torch.ones(10**6,1), torch.ones(1,10**6))
torch.ones(1).tile([2]*40)
torch.ones(8).unflatten(0, [2]*3 + [1]*50)
torch.column_stack([torch.ones(10**6)] * 100)
torch.vstack([torch.ones(10**6)] * 100)
torch.ones(1).index_select(0, torch.zeros(10**7, dtype=torch.long))
torch.bmm(torch.ones(1000,1,1), torch.ones(1000,1,10**6))
torch.inner(torch.ones(10**5,10), torch.ones(10**5,10))
torch.tensor([[[1]*1000]*1000]*1000)
""".strip().splitlines()


@pytest.mark.parametrize("source", GROWTH)
def test_what_would_grow_beyond_the_bounds_is_not_begun(source: str):
    start = time.process_time()
    with pytest.raises(LimitExceeded):
        parse("import torch\n" + source).run()
    assert time.process_time() - start < 1.0


def test_a_number_to_fill_with_is_no_size():
    assert parse("import torch\ntorch.full((1000,), 5000)").run().error is None
    assert parse("import torch\ntorch.ones(1).new_full((1000,), 5000)").run().error is None
    with pytest.raises(LimitExceeded):
        parse("import torch\ntorch.full((1000, 5000), 1)").run()
    with pytest.raises(LimitExceeded):
        parse("import torch\ntorch.full(size=(1000, 5000), fill_value=1)").run()
