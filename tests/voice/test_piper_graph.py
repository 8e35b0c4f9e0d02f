"""Nodes of chance in small graphs: what they are replaced by has the same shape, type, and distribution."""

import pytest

np = pytest.importorskip("numpy")
onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")

from onnx import TensorProto  # noqa: E402
from onnx.helper import make_function, make_graph, make_model, make_node, make_opsetid, make_tensor_value_info  # noqa: E402

from audiobrief.voice.engines import piper_graph  # noqa: E402
from audiobrief.voice.engines.piper_graph import LENGTH, NOISE  # noqa: E402

WIDE = (3, 200, 100)


def model(nodes, outputs=("y",), kind=TensorProto.FLOAT, functions=(), given=TensorProto.FLOAT):
    ends = [make_tensor_value_info(name, kind, None) for name in outputs]
    graph = make_graph(nodes, "graph", [make_tensor_value_info("x", given, None)], ends)
    opsets = [make_opsetid("", 15), make_opsetid("own", 1)]
    return make_model(graph, opset_imports=opsets, ir_version=8, functions=functions).SerializeToString()


def run(made, shape, kind=np.float32):
    """What the model gives; the same when it has run before."""
    session = onnxruntime.InferenceSession(made, providers=["CPUExecutionProvider"])
    first, again = (
        session.run(None, {"x": np.ones(shape, kind), NOISE: piper_graph.make_noise("bonjour")}) for _ in range(2)
    )
    assert all((one == other).all() for one, other in zip(first, again, strict=True))
    return first


NODES = [
    ("RandomNormalLike", {}, np.float32, 0, 1),
    ("RandomNormalLike", {"dtype": TensorProto.FLOAT}, np.float32, 0, 1),
    ("RandomNormalLike", {"dtype": TensorProto.FLOAT16, "mean": 3.0, "scale": 0.5}, np.float16, 3, 0.5),
    ("RandomNormalLike", {"dtype": TensorProto.DOUBLE, "seed": 7.0}, np.float64, 0, 1),
    ("RandomUniformLike", {}, np.float32, 0.5, 12**-0.5),
    ("RandomUniformLike", {"low": -2.0, "high": 4.0}, np.float32, 1, 6 * 12**-0.5),
    ("RandomNormal", {"shape": WIDE}, np.float32, 0, 1),
    ("RandomUniform", {"shape": WIDE, "dtype": TensorProto.DOUBLE}, np.float64, 0.5, 12**-0.5),
]


@pytest.mark.parametrize(("kind", "attributes", "dtype", "mean", "deviation"), NODES)
def test_what_is_drawn_keeps_its_shape_type_and_distribution(kind, attributes, dtype, mean, deviation):
    inputs = ["x"] if kind.endswith("Like") else []
    node = make_node(kind, inputs, ["y"], **attributes)
    made = piper_graph.rewrite_model(model([node], kind=onnx.helper.np_dtype_to_tensor_dtype(np.dtype(dtype))))
    (drawn,) = run(made, WIDE)
    assert drawn.shape == WIDE and drawn.dtype == dtype
    assert drawn.mean(dtype=float) == pytest.approx(mean, abs=0.02 * deviation)
    assert drawn.std(dtype=float) == pytest.approx(deviation, rel=0.02)
    if "Uniform" in kind:
        low, high = attributes.get("low", 0), attributes.get("high", 1)
        quarters, _ = np.histogram(drawn, 4, (low, high))
        assert quarters.sum() == drawn.size and quarters == pytest.approx(drawn.size / 4, rel=0.03)


def test_a_type_that_is_not_said_is_that_of_what_it_is_like():
    made = piper_graph.rewrite_model(
        model([make_node("RandomNormalLike", ["x"], ["y"])], kind=TensorProto.DOUBLE, given=TensorProto.DOUBLE)
    )
    assert run(made, WIDE, kind=np.float64)[0].dtype == np.float64


@pytest.mark.parametrize("shape", [(1, 192, 86), (1, 192, 3000), (), (LENGTH,), (LENGTH - 1,)], ids=str)
def test_channels_and_frames_have_nothing_in_common(shape):
    nodes = [make_node("RandomNormalLike", ["x"], [name]) for name in ("y", "z")]
    made = piper_graph.rewrite_model(model(nodes, ("y", "z")))
    drawn = run(made, shape)
    assert [part.shape for part in drawn] == [shape] * 2
    if len(shape) == 3:
        rows = np.concatenate([part[0] for part in drawn])
        # Of independent numbers, a correlation is about 1 / √frames; the greatest of 70 000, within six times that.
        others = np.corrcoef(rows) - np.eye(len(rows))
        assert abs(others).max() < 6 / shape[2] ** 0.5
        frames = np.corrcoef(drawn[0][0][:, :80].T) - np.eye(80)
        assert abs(frames).max() < 6 / shape[1] ** 0.5


def test_the_same_words_sow_the_same_noise_and_others_another():
    assert (piper_graph.make_noise("bonjour") == piper_graph.make_noise("bonjour")).all()
    assert abs(np.corrcoef(piper_graph.make_noise("bonjour"), piper_graph.make_noise("bonsoir"))[0, 1]) < 0.01
    # Cached clips say that they were made with this: another noise is another RECIPE.
    assert piper_graph.make_noise("bonjour")[:3] == pytest.approx([-0.359148, -0.045525, 0.837951], abs=1e-5)


def test_a_branch_draws_too():
    inside = make_graph(
        [make_node("RandomNormalLike", ["x"], ["inner"])],
        "inside",
        [],
        [make_tensor_value_info("inner", TensorProto.FLOAT, None)],
    )
    other = make_graph(
        [make_node("Neg", ["x"], ["negative"])],
        "other",
        [],
        [make_tensor_value_info("negative", TensorProto.FLOAT, None)],
    )
    nodes = [
        make_node("RandomNormalLike", ["x"], ["outer"]),
        make_node("ReduceMax", ["x"], ["most"], keepdims=0),
        make_node("Cast", ["most"], ["yes"], to=TensorProto.BOOL),
        make_node("If", ["yes"], ["y"], then_branch=inside, else_branch=other),
    ]
    made = piper_graph.rewrite_model(model(nodes, ("outer", "y")))
    outer, inner = run(made, WIDE)
    assert inner.std() == pytest.approx(1, rel=0.02)
    assert abs(np.corrcoef(outer.ravel(), inner.ravel())[0, 1]) < 0.02


def test_a_function_of_the_model_draws_too():
    function = make_function(
        "own", "Draw", ["a"], ["b"], [make_node("RandomNormalLike", ["a"], ["b"])], [make_opsetid("", 15)]
    )
    made = piper_graph.rewrite_model(model([make_node("Draw", ["x"], ["y"], domain="own")], functions=[function]))
    assert run(made, WIDE)[0].std() == pytest.approx(1, rel=0.02)


def test_a_model_that_draws_nothing_stays_as_it_is():
    whole = model([make_node("Neg", ["x"], ["y"])])
    assert piper_graph.rewrite_model(whole) is whole
