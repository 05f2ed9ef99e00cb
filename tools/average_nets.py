"""Average the weights of networks (of lines, or of display lines) that were fitted on from one network:

    python tools/average_nets.py BEGUN.npz FITTED_ON.npz… --out lines.npz

The mean of such networks may be wrong less often than any of them, and is as quick as one (Wortsman and others, "Model
soups", ICML 2022). They must have the same table of codes. Development only.
"""

from __future__ import annotations

import argparse
import datetime
import io
import json
from pathlib import Path

import numpy as np

from papercut.solver.weights_archive import read_arrays


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("nets", type=Path, nargs="+")
    ap.add_argument("--out", type=Path, required=True)
    a = ap.parse_args()
    found = [read_arrays(path.read_bytes()) for path in a.nets]
    about = [json.loads(str(arrays.pop("about"))) for arrays in found]
    if any(one.get("codes") != about[0].get("codes") for one in about):
        raise SystemExit("networks of different vocabularies cannot be averaged")
    made = f"{datetime.date.today()}; the mean of {len(found)}: " + " | ".join(one["made"] for one in about)
    mean = {
        name: np.mean([arrays[name].astype(np.float32) for arrays in found], axis=0).astype(array.dtype)
        for name, array in found[0].items()
    }
    out = io.BytesIO()
    np.savez_compressed(out, about=json.dumps(about[0] | {"made": made}, ensure_ascii=False), **mean)
    a.out.write_bytes(out.getvalue())
    print(made)


if __name__ == "__main__":
    main()
