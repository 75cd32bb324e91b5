"""Track "sections": headers and short texts of MTS-Dialog snippets, validation split."""

from __future__ import annotations

from collections import Counter

from opd_desktop.bench.scribe import data, metrics


def snippets(split: str) -> list[dict[str, str]]:
    """The rows of one split ("Training" or "Validation"); empty without the data set."""
    found = data.folder("mts-dialog")
    return data.rows(found / f"MTS-Dialog-{split}Set.csv") if found else []


def measure() -> dict[str, object]:
    """Accuracy over the 20 headers and ROUGE of the text, with 95 % intervals; the commonest header beside it.

    The shipped model was fitted to both sets, so its accuracy on the validation set flatters. `accuracy` is five-fold
    cross-validation over both, `validation_apart` that of a model of the training set alone (`make train-scribe`).
    """
    from opd_desktop.scribe.linear import load
    from opd_desktop.scribe.sections import section_of
    from opd_desktop.scribe.summary import section_text

    rows = snippets("Validation")
    if not rows:
        return {"absent": "mts-dialog"}
    right: list[float] = []
    rouge: dict[str, list[float]] = {}
    for row in rows:
        made, wanted = section_of(row["dialogue"]), row["section_header"]
        right.append(float(made == wanted))
        for name, value in metrics.rouge(section_text(row["dialogue"], made), row["section_text"]).items():
            rouge.setdefault(name, []).append(value)
    commonest = Counter(row["section_header"] for row in rows).most_common(1)[0][1] / len(rows)
    text = {name: metrics.interval(values) for name, values in rouge.items()}
    trained = load("sections").trained
    return {
        "headline": f"accuracy {trained['accuracy']['mean']} (cross-validated on training and validation set), "
        f"ROUGE-1 of the text {text['rouge1']['mean']}",
        "snippets": len(rows),
        "accuracy": trained["accuracy"],
        "validation_apart": trained["validation_apart"],
        "validation, fitted": metrics.interval(right, 3),
        "commonest_header": round(commonest, 3),
        "text_under_known_headers": text,
    }
