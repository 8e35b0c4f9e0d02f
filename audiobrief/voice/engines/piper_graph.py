"""Rewriting a Piper model so that it takes its noise from an input instead of generating it, and tells its durations.

onnxruntime's random nodes use a state that continues from run to run, also across threads, and cannot be reset. Each of
them is replaced by a slice of the input `NOISE`, with as many values as it would generate: the same noise gives
the same sound, and one session serves all phrases and threads.

The number of frames of each symbol, which the model rounds up before it aligns symbols and frames, becomes the output
`DURATIONS`. The rest of the graph is unchanged.
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

# Change it with every change of the noise or of where it goes.
RECIPE = 1
NOISE, DURATIONS = "audiobrief_noise", "audiobrief_durations"
# Normally distributed numbers for each run. 192 channels at 86 frames a second use all of them in 16 s; longer sound
# repeats them, in other channels.
LENGTH = 1 << 18

_NORMAL, _UNIFORM = ("RandomNormal", "RandomNormalLike"), ("RandomUniform", "RandomUniformLike")
_RANDOM = {*_NORMAL, *_UNIFORM}

Array = np.ndarray[Any, Any]


def make_noise(words: str) -> Array:
    """The input `NOISE`, by NumPy's PCG64 seeded by `words`."""
    seed = int.from_bytes(hashlib.sha256(words.encode()).digest()[:16], "big")
    return np.random.Generator(np.random.PCG64(seed)).standard_normal(LENGTH, np.float32)


def rewrite_model(model: bytes) -> bytes:
    """Give an ONNX model the input `NOISE`, of `LENGTH` numbers, if it has random nodes, and the output `DURATIONS` if
    it has one node that rounds up. A model with neither is returned unchanged."""
    whole = onnx.load_from_string(model)
    # Functions inside a model cannot use its inputs.
    if whole.functions:
        whole = inliner.inline_local_functions(whole)
    graphs = list(_list_graphs(whole.graph))
    count = sum(node.op_type in _RANDOM for graph in graphs for node in graph.node)
    rounded = [node for node in whole.graph.node if node.op_type == "Ceil"]
    if len(rounded) == 1:
        whole.graph.node.append(make_node("Cast", rounded[0].output, [DURATIONS], to=onnx.TensorProto.INT64))
        whole.graph.output.append(make_tensor_value_info(DURATIONS, onnx.TensorProto.INT64, None))
    elif not count:
        return model
    # Each uses the noise from another place on.
    starts = (at * LENGTH // count for at in range(count))
    # Innermost graphs first, since a node is copied with its graphs when it is added to another.
    for graph in reversed(graphs):
        nodes: list[onnx.NodeProto] = []
        for node in graph.node:
            nodes += _NoiseSlice(node, next(starts)).nodes if node.op_type in _RANDOM else [node]
        del graph.node[:]
        graph.node.extend(nodes)
    if count:
        whole.graph.input.append(make_tensor_value_info(NOISE, onnx.TensorProto.FLOAT, [LENGTH]))
    return bytes(whole.SerializeToString())


def _list_graphs(graph: onnx.GraphProto) -> Iterator[onnx.GraphProto]:
    """A graph and those inside its nodes, which can use its values."""
    yield graph
    for node in graph.node:
        for attribute in node.attribute:
            for inside in (attribute.g, *attribute.graphs):
                if inside.node:
                    yield from _list_graphs(inside)


class _NoiseSlice:
    """The nodes that replace a random node: as many numbers of the noise as it would generate, from `start` on."""

    def __init__(self, node: onnx.NodeProto, start: int) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self._name = node.output[0]
        settings = {attribute.name: get_attribute_value(attribute) for attribute in node.attribute}
        if node.op_type.endswith("Like"):
            shape = self._add("Shape", node.input[0])
        else:
            shape = self._add_constant(np.array(settings["shape"], np.int64))
        count = self._add("ReduceProd", shape, keepdims=1)
        first = self._add_integer(start)
        end = self._add("Add", count, first)
        # The noise repeated often enough, rounded up.
        times = self._add("Add", self._add("Div", end, self._add_integer(LENGTH)), self._add_integer(1))
        drawn = self._add("Slice", self._add("Tile", NOISE, times), first, end)
        value = self._add("Reshape", drawn, shape)
        if node.op_type in _NORMAL:
            value = self._add_scaled(value, settings.get("scale", 1.0), settings.get("mean", 0.0))
        else:
            low, high = settings.get("low", 0.0), settings.get("high", 1.0)
            # The distribution function of a normal variable is uniform from 0 to 1: (1 + erf(x / √2)) / 2.
            placed = self._add("Erf", self._add_scaled(value, math.sqrt(0.5), 0.0))
            value = self._add_scaled(placed, (high - low) / 2, (high + low) / 2)
        if "dtype" in settings or not node.op_type.endswith("Like"):
            last = make_node("Cast", [value], [self._name], to=settings.get("dtype", onnx.TensorProto.FLOAT))
        else:
            last = make_node("CastLike", [value, node.input[0]], [self._name])
        self.nodes.append(last)

    def _add_scaled(self, value: str, factor: float, shift: float) -> str:
        if factor != 1:
            value = self._add("Mul", value, self._add_constant(np.array(factor, np.float32)))
        if shift != 0:
            value = self._add("Add", value, self._add_constant(np.array(shift, np.float32)))
        return value

    def _add_integer(self, value: int) -> str:
        return self._add_constant(np.array([value], np.int64))

    def _add_constant(self, array: Array) -> str:
        return self._add("Constant", value=numpy_helper.from_array(array))

    def _add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        output = f"{self._name}/{NOISE}/{len(self.nodes)}"
        self.nodes.append(make_node(kind, inputs, [output], **attributes))
        return output
