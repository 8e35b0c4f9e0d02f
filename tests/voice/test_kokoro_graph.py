"""Kokoro's graph rewritten, on small graphs of the same shapes: what they compute stays, how they do it does not."""

import pytest

np = pytest.importorskip("numpy")
onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")

from onnx import TensorProto, numpy_helper  # noqa: E402
from onnx.helper import make_graph, make_model, make_node, make_opsetid, make_tensor_value_info  # noqa: E402

from audiobrief.voice.engines.kokoro_graph import has_exact_products, rewrite_model  # noqa: E402

# Small enough that no processor's products saturate.
WEIGHTS_ZERO, WEIGHTS_SCALE = 64, 0.01


def model(nodes, constants, outputs=("y",)):
    ends = [make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
    tensors = [numpy_helper.from_array(np.asarray(array), name) for name, array in constants.items()]
    graph = make_graph(nodes, "graph", [make_tensor_value_info("x", TensorProto.FLOAT, None)], ends, tensors)
    opsets = [make_opsetid("", 20), make_opsetid("com.microsoft", 1)]
    return make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString()


def run(made, x):
    options = onnxruntime.SessionOptions()
    # What is run is what was written.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(made, options, providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x})


def kinds(made):
    return [node.op_type for node in onnx.load_from_string(made).graph.node]


def chance(*shape):
    return np.random.default_rng(sum(shape)).standard_normal(shape).astype(np.float32)


def convolution(
    channels, taps, *, name="c", value="x", pads=(0, 0), dilation=1, stride=1, group=1, bias=True, to="y", out=4
):
    """The nodes of one quantised convolution as onnxruntime's quantiser writes them, and its constants."""
    random = np.random.default_rng(channels * taps)
    constants = {
        f"{name}_weights": random.integers(40, 89, (out, channels // group, taps)).astype(np.uint8),
        f"{name}_weights_zero": np.uint8(WEIGHTS_ZERO),
        f"{name}_weights_scale": np.float32(WEIGHTS_SCALE),
    }
    shape = {"pads": list(pads), "dilations": [dilation], "strides": [stride], "group": group}
    quantised = [f"{value}_quantised", f"{value}_scale", f"{value}_zero"]
    inputs = [quantised[0], f"{name}_weights", quantised[2], f"{name}_weights_zero"]
    nodes = [
        make_node("DynamicQuantizeLinear", [value], quantised),
        make_node("ConvInteger", inputs, [f"{name}_whole"], kernel_shape=[taps], **shape),
        make_node("Mul", [quantised[1], f"{name}_weights_scale"], [f"{name}_scales"]),
    ]
    whole = f"{name}_whole"
    if bias:
        constants |= {
            f"{name}_bias": np.linspace(-3, 5, out, dtype=np.float32),
            f"{name}_column": np.array([1, -1, 1], np.int64),
        }
        nodes += [
            make_node("Div", [f"{name}_bias", f"{name}_scales"], [f"{name}_divided"]),
            make_node("Floor", [f"{name}_divided"], [f"{name}_floor"]),
            make_node("Cast", [f"{name}_floor"], [f"{name}_integers"], to=TensorProto.INT32),
            make_node("Reshape", [f"{name}_integers", f"{name}_column"], [f"{name}_biases"]),
            make_node("Add", [whole, f"{name}_biases"], [f"{name}_sum"]),
        ]
        whole = f"{name}_sum"
    nodes += [
        make_node("Cast", [whole], [f"{name}_real"], to=TensorProto.FLOAT),
        make_node("Mul", [f"{name}_real", f"{name}_scales"], [to]),
    ]
    return nodes, constants


def quantum(x):
    """By how much a bias may differ: it is no longer rounded down to a multiple of both scales."""
    return 1.01 * (max(x.max(), 0) - min(x.min(), 0)) / 255 * WEIGHTS_SCALE


CONVOLUTIONS = [
    ({"channels": 16, "taps": 1}, 9),
    ({"channels": 16, "taps": 1, "bias": False}, 9),
    ({"channels": 8, "taps": 2}, 9),
    ({"channels": 8, "taps": 3, "pads": (1, 1)}, 9),
    ({"channels": 8, "taps": 3, "pads": (1, 1), "bias": False}, 9),
    ({"channels": 8, "taps": 3, "pads": (2, 2), "dilation": 2}, 11),
    ({"channels": 8, "taps": 3, "pads": (2, 1)}, 9),
    ({"channels": 128, "taps": 3, "pads": (1, 1)}, 256),
    ({"channels": 128, "taps": 4, "pads": (1, 2)}, 260),
    *(({"channels": 128, "taps": 7, "pads": (3, 3)}, length) for length in (241, 255, 257, 400)),
    ({"channels": 128, "taps": 5, "pads": (2, 2)}, 300),
    ({"channels": 128, "taps": 11, "pads": (15, 15), "dilation": 3}, 290),
    ({"channels": 64, "taps": 7, "pads": (3, 3)}, 21),
    ({"channels": 256, "taps": 3, "pads": (3, 3), "dilation": 3}, 23),
]


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize(("shape", "length"), CONVOLUTIONS)
def test_a_convolution_becomes_products_that_give_the_same(shape, length, exact):
    x = chance(1, shape["channels"], length)
    whole = model(*convolution(**shape))
    made = rewrite_model(whole, exact=exact)
    (before,), (after,) = run(whole, x), run(made, x)
    assert after.shape == before.shape and abs(before).max() > 1
    assert abs(after - before).max() <= quantum(x)
    # Only the long inputs are multiplied in pieces: those of 128 channels and of 256.
    assert kinds(made).count("MatMulIntegerToFloat") == {128: 16, 256: 4}.get(shape["channels"], 1)
    assert "ConvInteger" not in kinds(made)
    # What is no longer used is no longer carried.
    assert "c_weights" not in {tensor.name for tensor in onnx.load_from_string(made).graph.initializer}


def test_where_products_saturate_the_weights_have_seven_bits():
    nodes, constants = convolution(8, 3, pads=(1, 1))
    # Signed numbers from −128 to 127, of which the first output has none beyond 64.
    weights = np.random.default_rng(1).integers(0, 256, (4, 8, 3)).astype(np.uint8)
    weights[0] = np.clip(weights[0], 64, 192)
    whole = model(nodes, constants | {"c_weights": weights, "c_weights_zero": np.uint8(128)})
    made = rewrite_model(whole, exact=False)
    kept = {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load_from_string(made).graph.initializer}
    columns, scales = kept["c_weights_columns"], kept["c_weights_scales"]
    assert columns.dtype == np.int8 and abs(columns.astype(int)).max() == 64
    assert scales[0] == np.float32(WEIGHTS_SCALE) and (scales[1:] > WEIGHTS_SCALE * 1.8).all()
    x = chance(1, 8, 30)
    (before,), (after,) = run(whole, x), run(made, x)
    assert abs(after - before)[:, 0].max() <= quantum(x)
    # The others are rounded to half of their steps, which add up over 24 products.
    assert np.std(after - before) < 0.02 * np.std(before)


LEFT = [
    {"channels": 8, "taps": 3, "stride": 2},
    {"channels": 32, "taps": 3, "group": 2},
    {"channels": 5, "taps": 3},
]


@pytest.mark.parametrize("shape", LEFT)
def test_a_convolution_that_would_gain_nothing_or_is_another_kind_stays(shape):
    whole = model(*convolution(**shape))
    made = rewrite_model(whole, exact=True)
    assert kinds(made) == kinds(whole)
    x = chance(1, shape["channels"], 12)
    assert (run(made, x)[0] == run(whole, x)[0]).all()


def test_two_convolutions_of_one_input_share_what_is_made_of_it():
    one, its = convolution(8, 3, pads=(1, 1), to="y")
    two, others = convolution(8, 3, name="d", pads=(1, 1), to="z", out=6)
    whole = model([*one, *two[1:]], its | others, ("y", "z"))
    made = rewrite_model(whole, exact=True)
    assert [kinds(made).count(kind) for kind in ("Transpose", "Pad", "Gather")] == [3, 1, 1]
    x = chance(1, 8, 10)
    for after, before in zip(run(made, x), run(whole, x), strict=True):
        assert after.shape == before.shape and abs(after - before).max() <= quantum(x)


def norm(value="x", *, name="n", axis=2, users=("y",), epsilon=1e-5, channels=8):
    """An instance norm as it is exported: means, a root, a division; a gain and a shift for each of its users."""
    constants = {
        f"{name}_axes": np.array([axis], np.int64),
        f"{name}_two": np.float32(2),
        f"{name}_epsilon": np.float32(epsilon),
    }
    nodes = [
        make_node("ReduceMean", [value, f"{name}_axes"], [f"{name}_mean"]),
        make_node("Sub", [value, f"{name}_mean"], [f"{name}_centred"]),
        make_node("Pow", [f"{name}_centred", f"{name}_two"], [f"{name}_squares"]),
        make_node("ReduceMean", [f"{name}_squares", f"{name}_axes"], [f"{name}_variance"]),
        make_node("Add", [f"{name}_variance", f"{name}_epsilon"], [f"{name}_summed"]),
        make_node("Sqrt", [f"{name}_summed"], [f"{name}_root"]),
        make_node("Div", [f"{name}_centred", f"{name}_root"], [f"{name}_normed"]),
    ]
    for number, user in enumerate(users):
        constants |= {
            f"{user}_by": np.linspace(0.5, 2 + number, channels, dtype=np.float32).reshape(1, -1, 1),
            f"{user}_plus": np.linspace(-1, 1 + number, channels, dtype=np.float32).reshape(1, -1, 1),
        }
        nodes += [
            make_node("Mul", [f"{name}_normed", f"{user}_by"], [f"{user}_gained"]),
            make_node("Add", [f"{user}_gained", f"{user}_plus"], [user]),
        ]
    return nodes, constants


@pytest.mark.parametrize("users", [("y",), ("y", "z")])
@pytest.mark.parametrize("epsilon", [1e-5, 0.7])
def test_an_instance_norm_becomes_one_node_for_each_gain_and_shift(users, epsilon):
    whole = model(*norm(users=users, epsilon=epsilon), users)
    made = rewrite_model(whole, exact=False)
    assert kinds(made) == ["Reshape", "Reshape", "InstanceNormalization"] * len(users)
    x = 3 * chance(1, 8, 20) + 5
    for after, before in zip(run(made, x), run(whole, x), strict=True):
        assert after.shape == before.shape and after == pytest.approx(before, abs=1e-4)


def test_a_norm_over_the_channels_stays():
    whole = model(*norm(axis=1))
    made = rewrite_model(whole, exact=True)
    assert "InstanceNormalization" not in kinds(made) and "Div" in kinds(made)
    x = chance(1, 8, 20)
    assert run(made, x)[0] == pytest.approx(run(whole, x)[0], abs=1e-6)


@pytest.mark.parametrize("divisor", ["x", "two", "root"])
def test_another_division_stays(divisor):
    nodes = [
        make_node("Abs", ["x"], ["size"]),
        make_node("Sqrt", ["size"], ["root"]),
        make_node("Div", ["size" if divisor != "two" else "x", divisor], ["y"]),
    ]
    whole = model(nodes, {"two": np.float32(2)})
    x = abs(chance(1, 3, 5)) + 1
    assert run(rewrite_model(whole, exact=True), x)[0] == pytest.approx(run(whole, x)[0])


@pytest.mark.parametrize("kind", ["Abs", "Exp"])
def test_a_division_by_the_root_of_anything_but_a_variance_stays(kind):
    nodes = [
        make_node("ReduceMean", ["x", "axes"], ["mean"]),
        make_node("Sub", ["x", "mean"], ["centred"]),
        make_node(kind, ["x"], ["size"]),
        make_node("Add", ["size", "epsilon"], ["summed"]),
        make_node("Sqrt", ["summed"], ["root"]),
        make_node("Div", ["centred", "root"], ["y"]),
    ]
    whole = model(nodes, {"axes": np.array([2], np.int64), "epsilon": np.float32(1)})
    x = chance(1, 3, 5)
    assert kinds(rewrite_model(whole, exact=True)) == kinds(whole)
    assert run(rewrite_model(whole, exact=True), x)[0] == pytest.approx(run(whole, x)[0])


def test_a_root_of_what_is_given_stays():
    nodes = [
        make_node("Abs", ["x"], ["size"]),
        make_node("Sub", ["x", "size"], ["centred"]),
        make_node("Add", ["one", "epsilon"], ["summed"]),
        make_node("Sqrt", ["summed"], ["root"]),
        make_node("Div", ["centred", "root"], ["y"]),
    ]
    whole = model(nodes, {"one": np.float32(3), "epsilon": np.float32(1)})
    assert kinds(rewrite_model(whole, exact=True)) == kinds(whole)


def test_before_an_instance_norm_a_convolution_needs_no_bias():
    nodes, constants = convolution(8, 3, pads=(1, 1), to="between")
    norms, others = norm("between", channels=4)
    whole = model([*nodes, *norms], constants | others)
    made = rewrite_model(whole, exact=True)
    (product,) = (node for node in onnx.load_from_string(made).graph.node if node.op_type == "MatMulIntegerToFloat")
    assert "c_bias" not in product.input
    x = chance(1, 8, 30)
    assert run(made, x)[0] == pytest.approx(run(whole, x)[0], abs=2e-3)


def snake(alpha, inverse=None, plus="y"):
    """x + sin²(alpha x) / alpha behind an instance norm that gives `y`, as it is exported."""
    nodes, constants = norm(channels=alpha.size)
    constants |= {"alpha": alpha, "inverse": 1 / alpha if inverse is None else inverse, "square": np.float32(2)}
    nodes += [
        make_node("Mul", ["alpha", "y"], ["angle"]),
        make_node("Sin", ["angle"], ["sine"]),
        make_node("Pow", ["sine", "square"], ["squared"]),
        make_node("Mul", ["inverse", "squared"], ["scaled"]),
        make_node("Add", [plus, "scaled"], ["z"]),
    ]
    return nodes, constants


ALPHA = np.linspace(0.3, 2.5, 8, dtype=np.float32).reshape(1, -1, 1)


def test_behind_an_instance_norm_the_snake_has_its_angle_from_the_norm():
    whole = model(*snake(ALPHA), ["z"])
    made = rewrite_model(whole, exact=True)
    assert [kinds(made).count(kind) for kind in ("InstanceNormalization", "Sin", "Pow", "Add")] == [1, 1, 0, 1]
    x = 3 * chance(1, 8, 20) + 5
    (before,), (after,) = run(whole, x), run(made, x)
    assert after == pytest.approx(before, abs=1e-4) and abs(before).max() > 2


@pytest.mark.parametrize(("channels", "pieces"), [(64, 1), (128, 8), (256, 1)])
def test_a_snake_of_the_longest_stage_is_cut_into_pieces_of_channels(channels, pieces):
    alpha = np.linspace(0.3, 2.5, channels, dtype=np.float32).reshape(1, -1, 1)
    whole = model(*snake(alpha), ["z"])
    made = rewrite_model(whole, exact=True)
    assert kinds(made).count("Sin") == pieces
    x = 3 * chance(1, channels, 21) + 5
    (before,), (after,) = run(whole, x), run(made, x)
    assert after == pytest.approx(before, abs=1e-4) and abs(before).max() > 2


OTHER_SNAKES = [
    ("what is added is not what is turned", snake(ALPHA, plus="x"), ["z"]),
    ("the norm has another user", snake(ALPHA), ["z", "y"]),
    ("not by channels", snake(ALPHA, inverse=np.float32(2)), ["z"]),
]


@pytest.mark.parametrize(("why", "parts", "outputs"), OTHER_SNAKES)
def test_another_activation_is_the_same(why, parts, outputs):
    nodes, constants = parts
    if outputs == ["z", "y"]:
        nodes = [*nodes, make_node("Abs", ["y"], ["w"])]
        outputs = ["z", "w"]
    whole = model(nodes, constants, outputs)
    x = 3 * chance(1, 8, 20) + 5
    for after, before in zip(run(rewrite_model(whole, exact=True), x), run(whole, x), strict=True):
        assert after == pytest.approx(before, abs=1e-4), why


def upsampling(taps, stride, pads, *, group=1, bias=True, dilation=1):
    """A transposed convolution from 6 channels to 4, and its constants."""
    constants = {"weights": chance(6, 4 // group, taps), "bias": chance(4)}
    inputs = ["x", "weights", "bias"] if bias else ["x", "weights"]
    shape = {"strides": [stride], "pads": list(pads), "group": group, "dilations": [dilation]}
    return [make_node("ConvTranspose", inputs, ["y"], kernel_shape=[taps], **shape)], constants


@pytest.mark.parametrize("length", [1, 2, 17])
@pytest.mark.parametrize(("taps", "stride", "pads"), [(20, 10, (5, 5)), (12, 6, (3, 3)), (4, 2, (1, 1))])
def test_an_upsampling_becomes_a_product_that_gives_the_same(taps, stride, pads, length):
    whole = model(*upsampling(taps, stride, pads))
    made = rewrite_model(whole, exact=True)
    assert "ConvTranspose" not in kinds(made) and kinds(made).count("MatMul") == 1
    x = chance(1, 6, length)
    (before,), (after,) = run(whole, x), run(made, x)
    assert after.shape == before.shape == (1, 4, stride * length)
    assert after == pytest.approx(before, abs=1e-4)


OTHER_UPSAMPLINGS = [
    {"taps": 3, "stride": 2, "pads": (1, 1)},
    {"taps": 6, "stride": 3, "pads": (1, 1)},
    {"taps": 8, "stride": 4, "pads": (1, 3)},
    {"taps": 8, "stride": 2, "pads": (1, 1)},
    {"taps": 4, "stride": 2, "pads": (1, 1), "group": 2},
    {"taps": 4, "stride": 2, "pads": (1, 1), "dilation": 2},
    {"taps": 4, "stride": 2, "pads": (1, 1), "bias": False},
]


@pytest.mark.parametrize("shape", OTHER_UPSAMPLINGS)
def test_another_transposed_convolution_stays(shape):
    whole = model(*upsampling(**shape))
    assert kinds(rewrite_model(whole, exact=True)) == ["ConvTranspose"]


@pytest.mark.parametrize(("exponent", "kind"), [(2.0, "Mul"), (3.0, "Pow"), (0.5, "Pow")])
def test_a_square_becomes_a_product(exponent, kind):
    whole = model([make_node("Pow", ["x", "exponent"], ["y"])], {"exponent": np.float32(exponent)})
    made = rewrite_model(whole, exact=False)
    assert kinds(made) == [kind]
    x = abs(chance(2, 3))
    assert run(made, x)[0] == pytest.approx(x**exponent, rel=1e-5)


def test_a_power_that_is_computed_stays():
    whole = model([make_node("Abs", ["x"], ["size"]), make_node("Pow", ["size", "size"], ["y"])], {})
    assert kinds(rewrite_model(whole, exact=True)) == ["Abs", "Pow"]


@pytest.mark.parametrize(("size", "hop", "length"), [(20, 5, 60), (20, 5, 63), (16, 4, 16)])
def test_a_fourier_transform_becomes_a_convolution(size, hop, length):
    window = np.hanning(size + 1)[:-1].astype(np.float32)
    constants = {"hop": np.int64(hop), "window": window, "size": np.int64(size)}
    whole = model([make_node("STFT", ["x", "hop", "window", "size"], ["y"])], constants)
    made = rewrite_model(whole, exact=False)
    assert "STFT" not in kinds(made)
    x = chance(1, length)
    (got,) = run(made, x)
    frames = [np.fft.rfft(window * x[0, at : at + size]) for at in range(0, length - size + 1, hop)]
    expected = np.stack([np.real(frames), np.imag(frames)], axis=-1)[np.newaxis]
    assert got.shape == expected.shape and got == pytest.approx(expected, abs=1e-4)
    # The phase of the first and the last frequency is that of a real number: never that of one just below nought.
    assert (got[..., 0, 1] > 0).all() and (got[..., -1, 1] > 0).all()
    assert abs(got[..., [0, -1], 1]).max() < 1e-6


def test_products_are_exact_or_they_are_not_used():
    """What is asked of the processor is what this says: the greatest products that there are, many of them added."""
    left, right = np.full((2, 64), 255, np.uint8), np.full((64, 2), 127, np.int8)
    ends = (
        [make_tensor_value_info("right", TensorProto.INT8, [64, 2])],
        [make_tensor_value_info("product", TensorProto.INT32, [2, 2])],
    )
    node = make_node("MatMulInteger", ["left", "right"], ["product"])
    graph = make_graph([node], "graph", *ends, [numpy_helper.from_array(left, "left")])
    made = make_model(graph, opset_imports=[make_opsetid("", 20)], ir_version=9).SerializeToString()
    session = onnxruntime.InferenceSession(made, providers=["CPUExecutionProvider"])
    exact = (session.run(None, {"right": right})[0] == (left.astype(int) @ right.astype(int))).all()
    assert has_exact_products() is bool(exact)


def aligned(tokens, curve="/encoder/F0_proj/Conv_output_0"):
    """A graph that says each token for as long as `x` tells, and gives twice as many values of pitch, each 100."""
    nodes = [
        make_node("Round", ["x"], ["rounded"]),
        make_node("Cast", ["rounded"], ["durations"], to=TensorProto.INT64),
        make_node("CumSum", ["durations", "axis"], ["ends"]),
        make_node("Gather", ["ends", "last"], ["length"]),
        make_node("Range", ["zero", "length", "one"], ["units"]),
        make_node("Unsqueeze", ["units", "rows"], ["unit_row"]),
        make_node("Unsqueeze", ["ends", "columns"], ["end_column"]),
        make_node("Sub", ["ends", "durations"], ["starts"]),
        make_node("Unsqueeze", ["starts", "columns"], ["start_column"]),
        make_node("GreaterOrEqual", ["unit_row", "start_column"], ["begun"]),
        make_node("Less", ["unit_row", "end_column"], ["not_ended"]),
        make_node("And", ["begun", "not_ended"], ["said"]),
        make_node("Cast", ["said"], ["alignment"], to=TensorProto.FLOAT),
        make_node("MatMul", ["known", "alignment"], ["spread"]),
        make_node("ConvTranspose", ["spread", "twice"], [curve], strides=[2]),
        make_node("Squeeze", [curve, "columns"], ["y"]),
    ]
    constants = {
        "axis": np.int64(0),
        "last": np.int64(-1),
        "zero": np.int64(0),
        "one": np.int64(1),
        "rows": np.array([0], np.int64),
        "columns": np.array([1], np.int64),
        "known": np.full((1, 1, tokens), 100, np.float32),
        "twice": np.ones((1, 1, 2), np.float32),
    }
    return model(nodes, constants)


def pitch_of(made, durations, semitones):
    session = onnxruntime.InferenceSession(made, providers=["CPUExecutionProvider"])
    given = {"x": np.array(durations, np.float32), "pitch": np.array([semitones], np.float32)}
    return session.run(["y"], given)[0].ravel()


def test_the_pitch_glides_by_the_semitones_of_each_token():
    made = rewrite_model(aligned(3), exact=True)
    found = pitch_of(made, [20, 20, 20], [0, 12, -12])
    assert len(found) == 120
    # In the middle of each token, as it was, an octave above and one below; between them no step.
    assert found[[0, 20, 60, 100, 119]] == pytest.approx([100, 100, 200, 50, 50], rel=1e-4)
    assert abs(np.diff(12 * np.log2(found))).max() < 4
    assert (np.diff(found[20:60]) >= -1e-3).all()


def test_without_an_interval_the_pitch_is_the_same_to_the_bit():
    whole = aligned(3)
    assert (
        pitch_of(rewrite_model(whole, exact=True), [3, 9, 4], [0, 0, 0])
        == run(whole, np.array([3, 9, 4], np.float32))[0]
    ).all()


def test_a_graph_without_a_pitch_curve_has_no_such_input():
    made = onnx.load_from_string(rewrite_model(aligned(3, curve="other"), exact=True))
    assert [value.name for value in made.graph.input] == ["x"]
