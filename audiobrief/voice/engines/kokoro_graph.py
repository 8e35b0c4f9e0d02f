"""Rewriting Kokoro's int8 model as an equivalent graph that onnxruntime runs about twice as fast.

onnxruntime has fast products of unsigned by signed 8-bit matrices (VNNI, AMX, NEON), but its ConvInteger does not use
them. So each convolution becomes one such product, whose right side has the input once for each tap of the kernel. The
other rewrites gain less: one node for an instance norm, a product for a square, a convolution for the
short-time Fourier transform.

The rewritten model has one more output, `TOKEN_ENDS`: where each token ends, in the units of the duration predictor. It
has one more input, `PITCH`: by how many semitones each token is raised above what the model would say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper
from onnx.helper import get_attribute_value, make_graph, make_model, make_node, make_opsetid, make_tensor_value_info

from audiobrief.voice.engines.kokoro_model import PITCH, TOKEN_ENDS
from audiobrief.voice.engines.onnx_runtime import load_onnxruntime

_END = np.iinfo(np.int64).max
_SIGN_BIT = 128
# A long input is multiplied in parts, whose rows fit into the processor's cache: measured best for the generator's last
# stage, which has 128 channels at 4800 Hz and kernels of 7 and 11.
_SPLITS, _SPLIT_CHANNELS, _SPLIT_KERNEL = 4, 128, 4
# The model's pitch in Hz, nearly 0 where there is no voice: two values, of 12.5 ms each, for a unit of the durations.
_PITCH_CURVE = "/encoder/F0_proj/Conv_output_0"
_VALUES = 2
# Values over which a change of pitch is spread, so that it is a glide and no step: 0.19 s.
_GLIDE = 15

Array = np.ndarray[Any, Any]


def has_exact_products() -> bool:
    """Whether this processor's products of unsigned by signed 8-bit numbers are exact.

    On x86 without VNNI, pairs are added in 16 bits and saturate, which would be audible.
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


def rewrite_model(model: bytes, *, products: bool) -> bytes:
    """Rewrite an ONNX model. `products` says whether to use products of unsigned by signed numbers."""
    whole = onnx.load_from_string(model)
    graph = _Graph(whole.graph)
    for node in whole.graph.node:
        if (change := _REWRITES.get(node.op_type)) and (products or change is not _rewrite_convolution):
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


def _rewrite_convolution(graph: _Graph, node: onnx.NodeProto) -> None:
    """DynamicQuantizeLinear → ConvInteger → Add (bias) → Cast → Mul (scales), as one product of matrices."""
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

    signed, signed_zero = graph.memoize(value, lambda: (_make_signed(graph, value), _make_signed(graph, zero)))
    left = graph.constant(
        np.ascontiguousarray(weights.transpose(0, 2, 1).reshape(channels_out, taps * channels)), f"{node.input[1]}_rows"
    )
    # An instance norm subtracts the mean, so a bias before one has no effect.
    if bias and {user.op_type for user in graph.users[last.output[0]]} == {"ReduceMean", "Sub"}:
        bias = ""
    product = f"{node.output[0]}_product" if bias else last.output[0]

    def multiplied(right: str, output: str) -> str:
        inputs = [left, right, weights_scale, scale, node.input[3], signed_zero]
        return graph.add("MatMulIntegerToFloat", inputs, output, domain="com.microsoft")

    if taps == 1:
        multiplied(signed, product)
    else:
        before, behind = attributes["pads"]
        pads = graph.integers(0, 0, before, 0, 0, behind)
        padded = graph.memoize(
            (value, before, behind), lambda: graph.add("Pad", [signed, pads, signed_zero], f"{value}_{before}")
        )
        step = attributes["dilations"][0]
        if channels == _SPLIT_CHANNELS and taps > _SPLIT_KERNEL:
            pieces = graph.memoize((padded, "pieces"), lambda: list(_split_input(graph, padded, before + behind)))
            parts = [
                multiplied(_stack_taps(graph, piece, taps, step), f"{product}_{number}")
                for number, piece in enumerate(pieces)
            ]
            graph.add("Concat", parts, product, axis=2)
        else:
            multiplied(_stack_taps(graph, padded, taps, step), product)
    if bias:
        column = graph.constant(graph.array(bias).reshape(1, -1, 1), f"{bias}_column")
        graph.add("Add", [product, column], last.output[0])
    graph.replace(last)


def _find_bias(graph: _Graph, add: onnx.NodeProto, convolved: str) -> str:
    """The bias in floating point, from which the graph computes integers by Div, Floor, Cast and Reshape."""
    node = graph.maker[next(name for name in add.input if name != convolved)]
    while node.op_type != "Div":
        node = graph.maker[node.input[0]]
    bias: str = node.input[0]
    return bias


def _make_signed(graph: _Graph, value: str) -> str:
    """Unsigned 8-bit numbers minus 128, as signed numbers: only the highest bit changes."""
    flipped = graph.add("BitwiseXor", [value, graph.constant(np.array(_SIGN_BIT, np.uint8))], f"{value}_flipped")
    return graph.add("Cast", [flipped], f"{value}_signed", to=onnx.TensorProto.INT8)


def _stack_taps(graph: _Graph, padded: str, taps: int, step: int) -> str:
    """The input shifted by each tap of the kernel, below one another."""

    def make() -> str:
        rows = []
        for tap in range(taps):
            start, end = tap * step, (tap + 1 - taps) * step or _END
            inputs = [padded, graph.integers(start), graph.integers(end), graph.integers(2)]
            rows.append(graph.add("Slice", inputs, f"{padded}_{taps}_{step}_{tap}"))
        return graph.add("Concat", rows, f"{padded}_{taps}_{step}", axis=1)

    made: str = graph.memoize((padded, taps, step), make)
    return made


def _split_input(graph: _Graph, padded: str, overlap: int) -> Iterator[str]:
    """The padded input in parts of equal length except the last; each overlaps the next by the padding."""
    length = graph.add("Shape", [padded], f"{padded}_length", start=2, end=3)
    rounded = graph.add("Add", [length, graph.integers(_SPLITS - 1 - overlap)], f"{padded}_rounded")
    part = graph.add("Div", [rounded, graph.integers(_SPLITS)], f"{padded}_part")
    for number in range(_SPLITS):
        start = graph.add("Mul", [part, graph.integers(number)], f"{padded}_start_{number}")
        end = graph.integers(_END)
        if number < _SPLITS - 1:
            ending = graph.add("Mul", [part, graph.integers(number + 1)], f"{padded}_ending_{number}")
            end = graph.add("Add", [ending, graph.integers(overlap)], f"{padded}_end_{number}")
        yield graph.add("Slice", [padded, start, end, graph.integers(2)], f"{padded}_piece_{number}")


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
        flat = [
            graph.add("Reshape", [name, graph.integers(-1)], f"{shifted.output[0]}_{role}")
            for name, role in ((gain, "gain"), (shift, "shift"))
        ]
        graph.add("InstanceNormalization", [centred.input[0], *flat], shifted.output[0], epsilon=epsilon)
        graph.replace(shifted)


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
    "ConvInteger": _rewrite_convolution, "Div": _rewrite_instance_norm, "Pow": _rewrite_square, "STFT": _rewrite_stft,
}  # fmt: skip
