"""What is answered by who holds a wrong belief about sums, means, norms and products; by hand."""

from tests.app.domain.diagnosis.programs import LEAF, believed, true_answers

MATRIX = "m = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)\n"


def test_a_broadcast_operand_keeps_the_shape_of_the_result():
    body = (
        "b = torch.tensor([1.0, 2.0], requires_grad=True)\n"
        "c = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])\n"
        "(b * c).sum().backward()\n"
    )
    assert true_answers(body, "b.grad") == ([9.0, 12.0],)
    assert believed("broadcast-unsummed", body, "b.grad") == ([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]],)


def test_the_share_of_one_row_is_all_that_a_broadcast_operand_gets():
    body = (
        "b = torch.tensor([1.0, 2.0], requires_grad=True)\n"
        "c = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])\n"
        "(b * c).sum().backward()\n"
    )
    assert believed("broadcast-counted-once", body, "b.grad") == ([1.0, 2.0],)


def test_a_mean_is_not_divided():
    body = LEAF + "(x * x).mean().backward()\n"
    assert true_answers(body, "x.grad") == ([1.0, 2.0],)
    assert believed("mean-without-n", body, "x.grad") == ([2.0, 4.0],)


def test_a_mean_along_rows_is_not_divided_by_their_length():
    body = MATRIX + "m.mean(dim=1).backward(torch.tensor([1.0, 10.0]))\n"
    assert true_answers(body, "m.grad") == ([[0.5, 0.5], [5.0, 5.0]],)
    assert believed("mean-without-n", body, "m.grad") == ([[1.0, 1.0], [10.0, 10.0]],)


def test_a_sum_is_divided():
    body = LEAF + "(x * x).sum().backward()\n"
    assert believed("sum-as-mean", body, "x.grad") == ([1.0, 2.0],)
    assert believed("sum-as-mean", LEAF + "(x * x).mean().backward()\n", "x.grad") == ([1.0, 2.0],)
    assert (
        believed("mean-without-n", body, "x.grad") == true_answers(body, "x.grad") == ([2.0, 4.0],)
    )


def test_the_norms_gradient_is_the_vector_itself():
    body = "x = torch.tensor([3.0, 4.0], requires_grad=True)\nx.norm().backward()\n"
    true = true_answers(body, "5 * x.grad")[0]
    assert [round(number, 5) for number in true] == [3.0, 4.0]
    mistaken = believed("norm-unnormalised", body, "x.grad")[0]
    assert [round(number, 5) for number in mistaken] == [3.0, 4.0]
    assert believed("norm-unnormalised", LEAF + "x.sum().backward()\n", "x.grad") == ([1.0, 1.0],)


def test_the_factor_of_a_matrix_product_is_not_transposed():
    body = (
        "a = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)\n"
        "b = torch.tensor([[5.0, 6.0], [7.0, 8.0]], requires_grad=True)\n"
        "(a @ b).sum().backward()\n"
    )
    # Ones times b transposed: its row sums; ones times b: its column sums.
    assert true_answers(body, "a.grad", "b.grad") == ([[11.0, 15.0]] * 2, [[4.0, 4.0], [6.0, 6.0]])
    mistaken = ([[12.0, 14.0]] * 2, [[3.0, 3.0], [7.0, 7.0]])
    assert believed("matmul-untransposed", body, "a.grad", "b.grad") == mistaken


def test_the_matrix_before_a_vector_is_not_transposed():
    body = "a = torch.tensor([[1.0, 2.0], [3.0, 4.0]])\n" + LEAF + "(a @ x).sum().backward()\n"
    assert true_answers(body, "x.grad") == ([4.0, 6.0],)
    assert believed("matmul-untransposed", body, "x.grad") == ([3.0, 7.0],)


def test_what_would_not_fit_without_transposing_is_transposed():
    body = (
        "a = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], requires_grad=True)\n"
        "b = torch.tensor([[1.0], [2.0]], requires_grad=True)\n"
        "(a @ b).sum().backward()\n"
    )
    true = true_answers(body, "a.grad", "b.grad")
    assert believed("matmul-untransposed", body, "a.grad", "b.grad") == true
