"""A Piper model written anew, so that it takes its noise from an input instead of drawing it by chance.

onnxruntime's nodes of chance draw from a state that goes on from run to run, in threads too, and that cannot be set
again. Here each of them becomes a stretch of the input `NOISE`, as long as its values are many: the same noise given,
the same sound made, and one session serves all phrases and threads. All else of the graph stays as it is.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import onnx
from onnx import inliner, numpy_helper
from onnx.helper import get_attribute_value, make_node, make_tensor_value_info

# What the noise is and where it goes: change it with every change of what is written here.
RECIPE = 1
NOISE = "audiobrief_noise"
# Numbers of a normal distribution, for each run: 192 channels at 86 frames a second need them all in 16 s. What is
# longer takes them again from the first, in another channel at another time.
LENGTH = 1 << 18

_NORMAL, _UNIFORM = ("RandomNormal", "RandomNormalLike"), ("RandomUniform", "RandomUniformLike")
_CHANCE = {*_NORMAL, *_UNIFORM}

Array = np.ndarray[Any, Any]


def make_noise(words: str) -> Array:
    """What to feed as `NOISE`: sown from `words` alone, by NumPy's PCG64."""
    seed = int.from_bytes(hashlib.sha256(words.encode()).digest()[:16], "big")
    return np.random.Generator(np.random.PCG64(seed)).standard_normal(LENGTH, np.float32)


def rewrite_model(model: bytes) -> bytes:
    """The ONNX model with the input `NOISE`, of `LENGTH` numbers; as it was, where it draws nothing by chance."""
    whole = onnx.load_from_string(model)
    # Functions of the model's own do not see its inputs.
    if whole.functions:
        whole = inliner.inline_local_functions(whole)
    graphs = list(_list_graphs(whole.graph))
    count = sum(node.op_type in _CHANCE for graph in graphs for node in graph.node)
    if not count:
        return model
    # Each begins elsewhere in the noise.
    starts = (at * LENGTH // count for at in range(count))
    # The innermost graphs first: a node that is put into a graph is copied, with all that is in it.
    for graph in reversed(graphs):
        nodes: list[onnx.NodeProto] = []
        for node in graph.node:
            nodes += _NoiseSlice(node, next(starts)).nodes if node.op_type in _CHANCE else [node]
        del graph.node[:]
        graph.node.extend(nodes)
    whole.graph.input.append(make_tensor_value_info(NOISE, onnx.TensorProto.FLOAT, [LENGTH]))
    made: bytes = whole.SerializeToString()
    return made


def _list_graphs(graph: onnx.GraphProto) -> Iterator[onnx.GraphProto]:
    """A graph, and those inside its nodes: they see the inputs of those around them."""
    yield graph
    for node in graph.node:
        for attribute in node.attribute:
            for inside in (attribute.g, *attribute.graphs):
                if inside.node:
                    yield from _list_graphs(inside)


class _NoiseSlice:
    """What stands instead of a node of chance: as many numbers of the noise as it would draw, from `start` on."""

    def __init__(self, node: onnx.NodeProto, start: int) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self._name = node.output[0]
        given = {attribute.name: get_attribute_value(attribute) for attribute in node.attribute}
        if node.op_type.endswith("Like"):
            shape = self._add("Shape", node.input[0])
        else:
            shape = self._constant(np.array(given["shape"], np.int64))
        count = self._add("ReduceProd", shape, keepdims=1)
        first = self._integer(start)
        end = self._add("Add", count, first)
        # One time more than whole ones fit in.
        times = self._add("Add", self._add("Div", end, self._integer(LENGTH)), self._integer(1))
        drawn = self._add("Slice", self._add("Tile", NOISE, times), first, end)
        value = self._add("Reshape", drawn, shape)
        if node.op_type in _NORMAL:
            value = self._scaled(value, given.get("scale", 1.0), given.get("mean", 0.0))
        else:
            low, high = given.get("low", 0.0), given.get("high", 1.0)
            # A normal variable's place in its distribution is uniform from 0 to 1: (1 + erf(x / √2)) / 2.
            placed = self._add("Erf", self._scaled(value, math.sqrt(0.5), 0.0))
            value = self._scaled(placed, (high - low) / 2, (high + low) / 2)
        if "dtype" in given or not node.op_type.endswith("Like"):
            last = make_node("Cast", [value], [self._name], to=given.get("dtype", onnx.TensorProto.FLOAT))
        else:
            last = make_node("CastLike", [value, node.input[0]], [self._name])
        self.nodes.append(last)

    def _scaled(self, value: str, factor: float, shift: float) -> str:
        if factor != 1:
            value = self._add("Mul", value, self._constant(np.array(factor, np.float32)))
        if shift != 0:
            value = self._add("Add", value, self._constant(np.array(shift, np.float32)))
        return value

    def _integer(self, value: int) -> str:
        return self._constant(np.array([value], np.int64))

    def _constant(self, array: Array) -> str:
        return self._add("Constant", value=numpy_helper.from_array(array))

    def _add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        output = f"{self._name}/{NOISE}/{len(self.nodes)}"
        self.nodes.append(make_node(kind, inputs, [output], **attributes))
        return output
