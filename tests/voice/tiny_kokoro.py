"""A model that takes what Kokoro's takes and is heard to: each number that it is given, a tenth of a second long."""

import numpy as np
from onnx import TensorProto, numpy_helper
from onnx.helper import make_graph, make_model, make_node, make_opsetid, make_tensor_value_info

# Samples for each number, at speed 1.
EACH = 2_400


def tiny_model(tokens="tokens", *, pitch=False):
    """The ONNX model, whose samples are the numbers times the style's first value, or with `pitch` the semitones that
    are asked for instead of the numbers."""
    given = [
        make_tensor_value_info(tokens, TensorProto.INT64, [1, None]),
        make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
    ]
    if pitch:
        given.append(make_tensor_value_info("pitch", TensorProto.FLOAT, [1, None]))
    constants = {
        "zero": np.array([0], np.int64),
        "one": np.array([1], np.int64),
        "last": np.array([2], np.int64),
        "all": np.array([-1], np.int64),
        "each": np.array([EACH], np.float32),
    }
    nodes = [
        make_node("Cast", [tokens], ["numbers"], to=TensorProto.FLOAT),
        make_node("Slice", ["style", "zero", "one", "one"], ["first"]),
        make_node("Mul", ["pitch" if pitch else "numbers", "first"], ["loud"]),
        make_node("Unsqueeze", ["loud", "last"], ["rows"]),
        make_node("Div", ["each", "speed"], ["length"]),
        make_node("Cast", ["length"], ["count"], to=TensorProto.INT64),
        make_node("Concat", ["one", "one", "count"], ["shape"], axis=0),
        make_node("Expand", ["rows", "shape"], ["long"]),
        make_node("Reshape", ["long", "all"], ["sound"]),
    ]
    tensors = [numpy_helper.from_array(array, name) for name, array in constants.items()]
    graph = make_graph(nodes, "tiny", given, [make_tensor_value_info("sound", TensorProto.FLOAT, None)], tensors)
    return make_model(graph, opset_imports=[make_opsetid("", 20)], ir_version=9).SerializeToString()


def tiny_voice(rows=511, step=0.0003):
    """A voice file of so many rows: the first value of each is `step` more than of the one before."""
    styles = np.zeros((rows, 256), "<f4")
    styles[:, 0] = step * np.arange(1, rows + 1)
    return styles.tobytes()
