"""How long speech takes for what nobody writes, and whether its time is linear.

    python -m benchmarks.floods

Prints two tables: seconds for a megabyte of each flood, and the cost of ten thousand paragraphs against ten thousand
times one (the median of several runs of one).
"""

import statistics
import time

from audiobrief.speech import speak_text
from tests.speech.test_cases import CASES

FLOODS = {
    "digits": "1234567890" * 100_000,
    "opening and closing parentheses": "(" * 500_000 + ")" * 500_000,
    "combining marks": "e" + "\u0301" * 1_000_000,
    "one letter": "a" * 1_000_000,
    "capitals": "A" * 1_000_000,
    "full stops": "." * 1_000_000,
    "opening quotation marks": "«" * 1_000_000,
    "icons": "ℹ️" * 500_000,
    "no-break spaces": "\u00a0" * 1_000_000,
    "numbers of six digits": "123 456 " * 125_000,
    "numbers and slashes": "1/" * 500_000,
    "numbers and spaces": "1 " * 500_000,
    "capitals without accents": "ETE " * 250_000,
    "an acronym": "SNCF " * 200_000,
}
PARAGRAPHS = 10_000


def seconds(text: str) -> float:
    begun = time.process_time()
    speak_text(text)
    return time.process_time() - begun


def main() -> None:
    paragraph = " ".join(sentence for _, sentence, _ in CASES[::40])
    seconds(paragraph)
    print("| a megabyte of | seconds |\n|---|---|")
    for name, text in FLOODS.items():
        print(f"| {name} | {seconds(text):.2f} |")
    one = statistics.median(seconds(paragraph) for _ in range(200))
    many = sum(seconds(paragraph) for _ in range(PARAGRAPHS))
    longer = seconds(" ".join([paragraph] * 1000))
    print("\n| text | seconds | against so many times one paragraph |\n|---|---|---|")
    print(f"| one paragraph of {len(paragraph)} characters | {one:.5f} | 1.00 |")
    print(f"| {PARAGRAPHS} paragraphs | {many:.1f} | {many / PARAGRAPHS / one:.2f} |")
    print(f"| 1000 paragraphs as one text | {longer:.1f} | {longer / 1000 / one:.2f} |")


if __name__ == "__main__":
    main()
