"""Print how natural sounds are predicted to be, from 1 to 5: run by benchmarks/blends.py under its own Python.

    python -m venv mos
    mos/bin/pip install torch torchaudio librosa pandas matplotlib tqdm distillmos
    git clone https://github.com/gabrielmittag/NISQA

    mos/bin/python benchmarks/predictors.py NISQA < paths

Reads paths of WAV files on standard input, a line each; prints for each what NISQA-TTS (Mittag and Möller, 2020), which
was trained on synthetic voices, and DistillMOS (Stahl and Gamper, 2025) predict. Neither was made for French.
"""

import inspect
import sys
from pathlib import Path

import distillmos
import librosa
import torch


def main() -> None:
    torch.set_num_threads(1)
    checkout = Path(sys.argv[1])
    sys.path.insert(0, str(checkout / "nisqa"))
    import NISQA_lib

    kept = torch.load(checkout / "weights" / "nisqa_tts.tar", map_location="cpu", weights_only=False)
    settings = kept["args"]
    named = inspect.signature(NISQA_lib.NISQA.__init__).parameters
    nisqa = NISQA_lib.NISQA(**{name: settings[name] for name in named if name in settings})
    nisqa.load_state_dict(kept["model_state_dict"])
    distill = distillmos.ConvTransformerSQAModel()
    nisqa.eval()
    distill.eval()
    spectrum = {name: settings[f"ms_{name}"] for name in ("sr", "n_fft", "hop_length", "win_length", "n_mels", "fmax")}
    for line in sys.stdin:
        path = line.strip()
        mel = NISQA_lib.get_librosa_melspec(path, **spectrum)
        parts, count = NISQA_lib.segment_specs(path, mel, settings["ms_seg_length"], settings["ms_seg_hop_length"])
        samples = torch.tensor(librosa.load(path, sr=16_000)[0])
        with torch.no_grad():
            first = nisqa(parts.float()[None], torch.tensor([int(count)])).squeeze()
            print(f"{float(first):.4f} {float(distill(samples[None]).squeeze()):.4f}", flush=True)


if __name__ == "__main__":
    main()
