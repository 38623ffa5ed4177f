"""Rectangles packed into a strip without overlap."""

from collections.abc import Sequence


def packed(sizes: Sequence[tuple[int, int]], *, width: int, start: int = 0) -> list[tuple[int, int]]:
    """The upper left corners of rectangles (width, height) put one after the other where they come to stand highest.

    They stand between x = 0 and x = `width` (a wider one at 0) and below y = `start`.
    """
    skyline = [(0, start)]  # (x, y): from x on, everything below y is free; ends at `width`
    corners = []
    for wide, high in sizes:
        x, y = min(
            ((x, _level(skyline, x, x + wide)) for x, _ in skyline if x == 0 or x + wide <= width),
            key=lambda corner: (corner[1], corner[0]),
        )
        corners.append((x, y))
        skyline = _raised(skyline, x, x + wide, y + high)
    return corners


def _level(skyline: Sequence[tuple[int, int]], left: int, right: int) -> int:
    """The first y that is free over the whole of left to right."""
    ends = [x for x, _ in skyline[1:]] + [max(right, skyline[-1][0] + 1)]
    return max(y for (x, y), end in zip(skyline, ends, strict=True) if x < right and end > left)


def _raised(skyline: Sequence[tuple[int, int]], left: int, right: int, level: int) -> list[tuple[int, int]]:
    """The skyline with left to right at `level`."""
    after = [y for x, y in skyline if x <= right][-1]
    before = [(x, y) for x, y in skyline if x < left]
    return [*before, (left, level), (right, after), *((x, y) for x, y in skyline if x > right)]
