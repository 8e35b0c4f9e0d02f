"""onnxruntime sends nothing, keeps nothing that would name the machine, and stops when it is told to."""

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

pytest.importorskip("onnxruntime")

ROOT = Path(__file__).parents[2]
# Within a session of its own: what it does is decided when it is loaded.
QUIET = """
import sys
from audiobrief.voice.engines.kokoro_graph import has_exact_products
from audiobrief.voice.engines.onnx_runtime import RunGroup
has_exact_products(); RunGroup()
"""


def test_it_keeps_no_identifier_and_has_nothing_to_send(tmp_path):
    places = {name: str(tmp_path / name.lower()) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    for place in places.values():
        Path(place).mkdir()
    environment = {key: value for key, value in os.environ.items() if key not in ("CI", "ORT_DISABLE_TELEMETRY")}
    subprocess.run([sys.executable, "-c", QUIET], env=environment | places, check=True, cwd=ROOT)
    assert [path for path in tmp_path.rglob("*") if not path.is_dir()] == []


def test_only_one_module_loads_it():
    loading = re.compile(r"^\s*(?:import|from) onnxruntime\b", re.MULTILINE)
    found = [path.name for path in (ROOT / "audiobrief").rglob("*.py") if loading.search(path.read_text("utf-8"))]
    assert found == ["onnx_runtime.py"]


def test_a_run_is_ended_midway():
    import numpy as np
    from onnx import TensorProto, helper

    from audiobrief.voice.engines.onnx_runtime import RunGroup, load_onnxruntime

    # Products of matrices, one after the other: minutes of work, in nodes of some milliseconds.
    nodes = [helper.make_node("MatMul", [f"x{at}", "x0"], [f"x{at + 1}"]) for at in range(4000)]
    given, got = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [512, 512]) for name in ("x0", "x4000"))
    graph = helper.make_graph(nodes, "long", [given], [got])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    options = load_onnxruntime().SessionOptions()
    options.intra_op_num_threads = 1
    session = load_onnxruntime().InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    runs = RunGroup()
    threading.Timer(0.5, runs.stop).start()
    with pytest.raises(Exception, match="terminate"):
        session.run(None, {"x0": np.eye(512, dtype=np.float32)}, runs.options)
