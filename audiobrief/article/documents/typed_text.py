"""The text of a paragraph as it is put together, with how much of it is bold, and in which size."""

from __future__ import annotations


class TypedText:
    """Collects the pieces of a paragraph. `size` without any piece is `usual_size`, in points."""

    def __init__(self, usual_size: float = 0.0) -> None:
        self.parts: list[str] = []
        self.is_item = False
        self._usual_size = usual_size
        self._sizes: dict[float, int] = {}
        self._bold = self._plain = 0

    def add(self, text: str, bold: bool, size: float) -> None:
        self.parts.append(text)
        length = len(text.strip())
        self._sizes[size] = self._sizes.get(size, 0) + length
        if bold:
            self._bold += length
        else:
            self._plain += length

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def is_bold(self) -> bool:
        """Whether all of the text is in bold type."""
        return self._bold > 0 and not self._plain

    @property
    def size(self) -> float:
        """The size of most of the text."""
        return max(self._sizes, key=lambda size: self._sizes[size], default=self._usual_size)
