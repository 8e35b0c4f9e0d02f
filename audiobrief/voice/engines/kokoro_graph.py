"""Rewriting Kokoro's int8 model as an equivalent graph that onnxruntime runs about twice as fast.

onnxruntime has fast products of 8-bit matrices (VNNI, AMX, NEON), but its ConvInteger does not use them. So each
convolution becomes such a product: of its input, with a row for each moment that holds what the taps of the kernel see,
by the weights, which are constant and so are laid out for the processor once. The other rewrites gain less: one node
for an instance norm, a product for a square, a convolution for the short-time Fourier transform.

The rewritten model has one more output, `TOKEN_ENDS`: where each token ends, in the units of the duration predictor. It
has one more input, `PITCH`: by how many semitones each token is raised above what the model would say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper
from onnx.helper import get_attribute_value, make_graph, make_model, make_node, make_opsetid, make_tensor_value_info

from audiobrief.voice.engines.kokoro_model import PITCH, TOKEN_ENDS
from audiobrief.voice.engines.onnx_runtime import load_onnxruntime

_END = np.iinfo(np.int64).max
_INT32 = onnx.TensorProto.INT32
_SIGN_BIT = 128
# The greatest weight of which a pair, each times 255, is added without loss in 16 bits.
_NARROW = 64
# Into how many pieces the input of so many channels is cut, so that what the taps see fits into the processor's cache:
# the generator's last stages are the longest, and have hundreds of moments in the shortest utterance.
_PIECES = {128: 16, 256: 4}
# Into how many pieces of channels a snake of so many is cut. It holds its input, its sine and the square at once, and
# this stage is where the model holds most: in pieces, it is one long value less.
_SNAKE_PIECES = {128: 8}
# The model's pitch in Hz, nearly 0 where there is no voice: two values, of 12.5 ms each, for a unit of the durations.
_PITCH_CURVE = "/encoder/F0_proj/Conv_output_0"
_VALUES = 2
# Values over which a change of pitch is spread, so that it is a glide and no step: 0.19 s.
_GLIDE = 15

Array = np.ndarray[Any, Any]


def has_exact_products() -> bool:
    """Whether this processor's products of unsigned by signed 8-bit numbers are exact.

    On x86 without VNNI, pairs are added in 16 bits and saturate, which would be audible: there, they are exact if the
    signed numbers have seven bits.
    """
    left, right = np.full((16, 64), 255, np.uint8), np.full((64, 16), 127, np.int8)
    ends = (
        [make_tensor_value_info("right", onnx.TensorProto.INT8, [64, 16])],
        [make_tensor_value_info("product", onnx.TensorProto.INT32, [16, 16])],
    )
    node = make_node("MatMulInteger", ["left", "right"], ["product"])
    graph = make_graph([node], "probe", *ends, [numpy_helper.from_array(left, "left")])
    model = make_model(graph, opset_imports=[make_opsetid("", 20)], ir_version=9)
    session = load_onnxruntime().InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return bool((session.run(None, {"right": right})[0] == 64 * 255 * 127).all())


def rewrite_model(model: bytes, *, exact: bool) -> bytes:
    """Rewrite an ONNX model. `exact` says whether products of weights of eight bits are."""
    whole = onnx.load_from_string(model)
    graph = _Graph(whole.graph)
    for node in whole.graph.node:
        if node.op_type == "ConvInteger":
            _rewrite_convolution(graph, node, exact)
        elif change := _REWRITES.get(node.op_type):
            change(graph, node)
    if ends := _find_token_ends(graph):
        graph.add_output(ends, TOKEN_ENDS)
        if _PITCH_CURVE in graph.users:
            _add_pitch(graph, _find_alignment(graph, ends))
    graph.finish()
    return bytes(whole.SerializeToString())


class _Graph:
    """A graph that is being rewritten: the node that makes each value, its users, and the replacements of nodes."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self.graph = graph
        self.constants = {tensor.name: tensor for tensor in graph.initializer}
        self.maker = {value: node for node in graph.node for value in node.output}
        self.users: dict[str, list[onnx.NodeProto]] = defaultdict(list)
        for node in graph.node:
            for value in node.input:
                self.users[value].append(node)
        self._instead: dict[int, list[onnx.NodeProto]] = {}
        self._new: list[onnx.NodeProto] = []
        self._made: dict[Any, Any] = {}

    def only_user(self, value: str) -> onnx.NodeProto:
        (node,) = self.users[value]
        return node

    def array(self, name: str) -> Array:
        return numpy_helper.to_array(self.constants[name])

    def constant(self, array: Array, name: str = "") -> str:
        """The name of a constant that holds `array`; small ones are shared."""
        name = name or f"constant_{array.dtype}_{array.shape}_{array.tolist()}"
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(array, name)
        return name

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, np.int64))

    def add(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Add a node to the replacement of a node; return its output."""
        self._new.append(make_node(kind, inputs, [output], name=f"{output}/{kind}", **attributes))
        return output

    def add_split(self, value: str, count: int, axis: int = 0) -> list[str]:
        """Add a node that cuts a value along an axis into parts, equal except the last; return them."""
        outputs = [f"{value}_{number}" for number in range(count)]
        self._new.append(make_node("Split", [value], outputs, name=f"{value}/Split", axis=axis, num_outputs=count))
        return outputs

    def memoize(self, key: Any, make: Callable[[], Any]) -> Any:
        """The result of `make`, which is called the first time only."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def replace(self, node: onnx.NodeProto) -> None:
        """Replace `node` by all nodes that were added since the last call."""
        self._instead[id(node)] = self._new
        self._new = []

    def add_output(self, value: str, name: str) -> None:
        """Give a value out, as integers, under a name of its own."""
        self.graph.node.append(make_node("Cast", [value], [name], to=onnx.TensorProto.INT64))
        self.graph.output.append(make_tensor_value_info(name, onnx.TensorProto.INT64, None))

    def add_input(self, name: str) -> None:
        """Take in numbers, a row of any length."""
        self.graph.input.append(make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, None]))

    def finish(self) -> None:
        """Insert the replacements; remove nodes and constants that are no longer used."""
        nodes = [new for node in self.graph.node for new in self._instead.get(id(node), [node])]
        wanted = {output.name for output in self.graph.output}
        kept = []
        for node in reversed(nodes):
            if wanted.intersection(node.output):
                kept.append(node)
                wanted.update(node.input)
        tensors = [tensor for name, tensor in self.constants.items() if name in wanted]
        del self.graph.node[:], self.graph.initializer[:]
        self.graph.node.extend(reversed(kept))
        self.graph.initializer.extend(tensors)


def _find_token_ends(graph: _Graph) -> str:
    """The running sum of the rounded durations, which aligns tokens and frames; empty if there is none."""
    node = next((node for node in graph.graph.node if node.op_type == "Round"), None)
    while node and node.op_type != "CumSum":
        node = next(iter(graph.users[node.output[0]]), None)
    return node.output[0] if node else ""


def _find_alignment(graph: _Graph, ends: str) -> str:
    """The matrix that is 1 where a token (row) is said in a unit of time (column): by it the graph multiplies what it
    knows of the tokens."""
    reached, values = {ends}, [ends]
    for value in values:
        for user in graph.users[value]:
            if "MatMul" in user.op_type:
                return value
            new = [output for output in user.output if output not in reached]
            reached.update(new)
            values += new
    raise ValueError("The model aligns nothing by its durations.")


def _add_pitch(graph: _Graph, alignment: str) -> None:
    """Multiply the pitch by the interval that `PITCH` asks for at each moment: semitones of tokens → of units of time →
    of values of the curve, smoothed by a Hann window → a factor. Without an interval the factor is exactly 1."""
    graph.add_input(PITCH)
    window = np.hanning(_GLIDE + 2)[1:-1]
    repeat = graph.constant(np.ones((1, 1, _VALUES), np.float32), f"{PITCH}_repeat")
    weights = graph.constant((window / window.sum()).astype(np.float32).reshape(1, 1, -1), f"{PITCH}_window")
    octave = graph.constant(np.array(np.log(2) / 12, np.float32))
    units = graph.add("MatMul", [PITCH, alignment], f"{PITCH}_units")
    row = graph.add("Unsqueeze", [units, graph.integers(0)], f"{PITCH}_row")
    values = graph.add("ConvTranspose", [row, repeat], f"{PITCH}_values", strides=[_VALUES])
    sides = graph.integers(0, 0, _GLIDE // 2, 0, 0, _GLIDE // 2)
    padded = graph.add("Pad", [values, sides], f"{PITCH}_padded", mode="edge")
    smooth = graph.add("Conv", [padded, weights], f"{PITCH}_smooth")
    factor = graph.add("Exp", [graph.add("Mul", [smooth, octave], f"{PITCH}_logarithm")], f"{PITCH}_factor")
    raised = graph.add("Mul", [_PITCH_CURVE, factor], f"{PITCH}_raised")
    user = graph.only_user(_PITCH_CURVE)
    graph.add(user.op_type, [raised, *user.input[1:]], user.output[0])
    graph.replace(user)


def _rewrite_convolution(graph: _Graph, node: onnx.NodeProto, exact: bool) -> None:
    """DynamicQuantizeLinear → ConvInteger → Add (bias) → Cast → Mul (scales), as a product of matrices."""
    attributes = {attribute.name: get_attribute_value(attribute) for attribute in node.attribute}
    weights = graph.array(node.input[1])
    channels_out, channels, taps = weights.shape
    if attributes["strides"] != [1] or attributes["group"] != 1 or channels * taps < 16:
        return
    quantised = graph.maker[node.input[0]]
    value, scale, zero = quantised.output
    after, bias = graph.only_user(node.output[0]), ""
    if after.op_type == "Add":
        bias = _find_bias(graph, after, node.output[0])
        after = graph.only_user(after.output[0])
    last = graph.only_user(after.output[0])
    scales = graph.maker[next(name for name in last.input if name != after.output[0])]
    weights_scale = next(name for name in scales.input if name != scale)

    rows = graph.memoize((value, "rows"), lambda: graph.add("Transpose", [value], f"{value}_rows", perm=[0, 2, 1]))
    columns = np.ascontiguousarray(weights.transpose(2, 1, 0)).reshape(taps * channels, channels_out)
    columns_zero = graph.array(node.input[3])
    if exact:
        # With the sign bit flipped, they are 128 less.
        columns, columns_zero = ((each ^ _SIGN_BIT).view(np.int8) for each in (columns, columns_zero))
    else:
        columns, factors = _narrow_weights(columns.astype(np.float32) - columns_zero)
        columns_zero = np.zeros_like(columns_zero, np.int8)
        weights_scale = graph.constant(graph.array(weights_scale) * factors, f"{node.input[1]}_scales")
    right = graph.constant(columns, f"{node.input[1]}_columns")
    right_zero = graph.constant(columns_zero, f"{node.input[3]}_of_columns")
    # An instance norm subtracts the mean, so a bias before one has no effect.
    if bias and {user.op_type for user in graph.users[last.output[0]]} == {"ReduceMean", "Sub"}:
        bias = ""
    output = last.output[0]

    def multiply(left: str, output: str) -> str:
        """The product of rows of time, as columns of time."""
        inputs = [left, right, scale, weights_scale, zero, right_zero, *([bias] if bias else [])]
        product = graph.add("MatMulIntegerToFloat", inputs, f"{output}_product", domain="com.microsoft")
        return graph.add("Transpose", [product], output, perm=[0, 2, 1])

    if taps == 1:
        multiply(rows, output)
    else:
        before, behind = attributes["pads"]
        step = attributes["dilations"][0]
        padded = graph.memoize((value, before, behind), lambda: _pad_rows(graph, value, rows, zero, before, behind))
        count = _PIECES.get(channels, 1)
        pieces = graph.memoize((padded, taps, step), lambda: _gather_taps(graph, padded, taps, step, channels, count))
        if count == 1:
            multiply(pieces[0], output)
        else:
            parts = [multiply(piece, f"{output}_{number}") for number, piece in enumerate(pieces)]
            graph.add("Concat", parts, output, axis=2)
    graph.replace(last)


def _rewrite_upsampling(graph: _Graph, node: onnx.NodeProto) -> None:
    """A transposed convolution whose kernel is twice its stride, as a product: of rows with two moments, one after the
    other, by weights that give all moments between them."""
    if node.input[1] not in graph.constants:
        return
    given = {attribute.name: get_attribute_value(attribute) for attribute in node.attribute}
    weights = graph.array(node.input[1])
    channels, channels_out, taps = weights.shape
    stride = taps // 2
    asked = [given.get(name) for name in ("strides", "pads", "dilations", "group")]
    if asked != [[stride], [stride // 2] * 2, [1], 1] or taps % 4 or len(node.input) < 3:
        return
    value, name = node.input[0], node.output[0]
    # Of a row of two moments, the later one has the first half of the kernel.
    halves = weights.reshape(channels, channels_out, 2, stride).transpose(2, 0, 3, 1)[::-1]
    axis, none, end = graph.integers(1), graph.integers(0), graph.integers(_END)
    right = graph.constant(np.ascontiguousarray(halves).reshape(2 * channels, stride * channels_out), f"{name}_columns")
    rows = graph.add("Transpose", [value], f"{name}_rows", perm=[0, 2, 1])
    padded = graph.add("Pad", [rows, graph.integers(0, 1, 0, 0, 1, 0)], f"{name}_padded")
    earlier = graph.add("Slice", [padded, none, graph.integers(-1), axis], f"{name}_earlier")
    later = graph.add("Slice", [padded, axis, end, axis], f"{name}_later")
    pairs = graph.add("Concat", [earlier, later], f"{name}_pairs", axis=2)
    product = graph.add("MatMul", [pairs, right], f"{name}_product")
    moments = graph.add("Reshape", [product, graph.integers(1, -1, channels_out)], f"{name}_moments")
    inner = graph.add(
        "Slice", [moments, graph.integers(stride // 2), graph.integers(-(stride // 2)), axis], f"{name}_inner"
    )
    biased = graph.add("Add", [inner, node.input[2]], f"{name}_biased")
    graph.add("Transpose", [biased], name, perm=[0, 2, 1])
    graph.replace(node)


def _find_bias(graph: _Graph, add: onnx.NodeProto, convolved: str) -> str:
    """The bias in floating point, from which the graph computes integers by Div, Floor, Cast and Reshape."""
    node = graph.maker[next(name for name in add.input if name != convolved)]
    while node.op_type != "Div":
        node = graph.maker[node.input[0]]
    bias: str = node.input[0]
    return bias


def _narrow_weights(columns: Array) -> tuple[Array, Array]:
    """Weights of seven bits, and the factors of the columns: only columns with a weight beyond 64 are rounded, each by
    its own factor. In Kokoro's model that is one in twenty."""
    factors = np.maximum(1, np.abs(columns).max(axis=0) / _NARROW).astype(np.float32)
    return np.rint(columns / factors).astype(np.int8), factors


def _pad_rows(graph: _Graph, value: str, rows: str, zero: str, before: int, behind: int) -> str:
    """Rows of nought before and behind."""
    if not before and not behind:
        return rows
    pads = graph.integers(0, before, 0, 0, behind, 0)
    return graph.add("Pad", [rows, pads, zero], f"{value}_{before}")


def _gather_taps(graph: _Graph, padded: str, taps: int, step: int, channels: int, count: int) -> list[str]:
    """The left sides of products, in `count` pieces of about the same length: for each moment the rows of `padded` that
    the taps see, one after the other."""
    name = f"{padded}_{taps}_{step}"
    shape = graph.integers(1, -1, taps * channels)
    seen = graph.constant(step * np.arange(taps, dtype=np.int32), f"seen_{taps}_{step}")
    zero, one = (graph.constant(np.array(number, np.int32)) for number in (0, 1))
    rows = graph.add("Shape", [padded], f"{name}_rows", start=1, end=2)
    length = graph.add("Sub", [rows, graph.integers(step * (taps - 1))], f"{name}_length")
    number = graph.add("Cast", [graph.add("Squeeze", [length], f"{name}_count")], f"{name}_number", to=_INT32)
    moments = graph.add("Range", [zero, number, one], f"{name}_moments")
    column = graph.add("Unsqueeze", [moments, graph.integers(1)], f"{name}_column")
    index = graph.add("Add", [column, seen], f"{name}_index")
    parts = [index] if count == 1 else graph.add_split(index, count)
    gathered = [graph.add("Gather", [padded, part], f"{part}_gathered", axis=1) for part in parts]
    return [graph.add("Reshape", [each, shape], f"{each}_row") for each in gathered]


def _rewrite_instance_norm(graph: _Graph, node: onnx.NodeProto) -> None:
    """(x - mean) / sqrt(variance + epsilon) * gain + shift, as one InstanceNormalization."""
    centred, deviation = (graph.maker.get(name) for name in node.input)
    if not centred or not deviation or (centred.op_type, deviation.op_type) != ("Sub", "Sqrt"):
        return
    summed = graph.maker[deviation.input[0]]
    variance = next((graph.maker[name] for name in summed.input if name in graph.maker), None)
    if not variance or variance.op_type != "ReduceMean" or graph.array(variance.input[1]).tolist() != [2]:
        return
    epsilon = next(float(graph.array(name)) for name in summed.input if name in graph.constants)
    for gained in graph.users[node.output[0]]:
        shifted = graph.only_user(gained.output[0])
        gain = next(name for name in gained.input if name != node.output[0])
        shift = next(name for name in shifted.input if name != gained.output[0])
        normed = shifted.output[0]
        flat = [
            graph.add("Reshape", [name, graph.integers(-1)], f"{normed}_{role}")
            for name, role in ((gain, "gain"), (shift, "shift"))
        ]
        snake = _find_snake(graph, normed)
        if snake:
            row = graph.constant(graph.array(snake.alpha).reshape(-1), f"{snake.alpha}_row")
            flat = [graph.add("Mul", [name, row], f"{name}_times_alpha") for name in flat]
        inputs = [centred.input[0], *flat]
        graph.add("InstanceNormalization", inputs, snake.angle if snake else normed, epsilon=epsilon)
        graph.replace(shifted)
        if snake:
            graph.replace(graph.maker[snake.angle])
            _add_snake(graph, snake)
            graph.replace(snake.output)


def _add_snake(graph: _Graph, snake: _Snake) -> None:
    """The activation from its angle: (angle + sin²(angle)) / alpha."""
    output = snake.output.output[0]
    inverse = graph.array(snake.inverse)
    count = _SNAKE_PIECES.get(inverse.size, 1)
    if count == 1:
        total = graph.add("Add", [snake.angle, snake.square], f"{output}_total")
        graph.add("Mul", [total, snake.inverse], output)
        return
    pieces = []
    channels = np.split(inverse.reshape(1, -1, 1), count, axis=1)
    for angle, factors in zip(graph.add_split(snake.angle, count, axis=1), channels, strict=True):
        sine = graph.add("Sin", [angle], f"{angle}_sine")
        square = graph.add("Mul", [sine, sine], f"{angle}_square")
        total = graph.add("Add", [angle, square], f"{angle}_total")
        factor = graph.constant(np.ascontiguousarray(factors), f"{angle}_inverse")
        pieces.append(graph.add("Mul", [total, factor], f"{angle}_snake"))
    graph.add("Concat", pieces, output, axis=1)


@dataclass(frozen=True)
class _Snake:
    """The activation x + sin²(alpha x) / alpha: its constants, the values alpha x and sin², the node that adds."""

    alpha: str
    inverse: str
    angle: str
    square: str
    output: onnx.NodeProto


def _find_snake(graph: _Graph, value: str) -> _Snake | None:
    """The activation of which `value` is the x, if that is all its use: norms then give alpha x themselves."""
    angle = next((user for user in graph.users[value] if user.op_type == "Mul"), None)
    alpha = next((name for name in angle.input if name in graph.constants), "") if angle else ""
    if not angle or not alpha or len(graph.users[value]) != 2:
        return None
    path = [angle]
    for kind in ("Sin", "Pow", "Mul", "Add"):
        following = graph.users[path[-1].output[0]]
        if [user.op_type for user in following] != [kind]:
            return None
        path.append(following[0])
    _, _, power, scaled, output = path
    inverse = next((name for name in scaled.input if name in graph.constants), "")
    if not inverse or value not in output.input or not np.allclose(graph.array(alpha) * graph.array(inverse), 1):
        return None
    return _Snake(alpha, inverse, angle.output[0], power.output[0], output)


def _rewrite_square(graph: _Graph, node: onnx.NodeProto) -> None:
    if node.input[1] in graph.constants and graph.array(node.input[1]).tolist() == 2:
        graph.add("Mul", [node.input[0], node.input[0]], node.output[0])
        graph.replace(node)


def _rewrite_stft(graph: _Graph, node: onnx.NodeProto) -> None:
    """A short-time Fourier transform of about twenty samples, as a convolution with its basis.

    The imaginary parts of the lowest and the highest frequency are 0. The graph takes the phase from their sign, and in
    training 0 counted as positive, so they are replaced by a very small positive number.
    """
    hop, size = (int(graph.array(name)) for name in (node.input[1], node.input[3]))
    bins = size // 2 + 1
    angle = 2 * np.pi * np.outer(np.arange(bins), np.arange(size)) / size
    basis = np.stack([np.cos(angle), -np.sin(angle)], axis=1)
    basis[[0, -1], 1] = 0.0
    kernel = (basis * graph.array(node.input[2])).reshape(2 * bins, 1, size).astype(np.float32)
    bias = np.zeros(2 * bins, np.float32)
    bias[[1, -1]] = 1e-20
    name = node.output[0]
    signal = graph.add("Reshape", [node.input[0], graph.integers(1, 1, -1)], f"{name}_signal")
    weights = [graph.constant(kernel, f"{name}_basis"), graph.constant(bias, f"{name}_bias")]
    parts = graph.add("Conv", [signal, *weights], f"{name}_parts", strides=[hop], kernel_shape=[size])
    frames = graph.add("Transpose", [parts], f"{name}_frames", perm=[0, 2, 1])
    graph.add("Reshape", [frames, graph.integers(1, -1, bins, 2)], name)
    graph.replace(node)


_REWRITES: dict[str, Callable[[_Graph, onnx.NodeProto], None]] = {
    "ConvTranspose": _rewrite_upsampling, "Div": _rewrite_instance_norm, "Pow": _rewrite_square, "STFT": _rewrite_stft,
}  # fmt: skip
