"""Plots as SVG, written by hand: lines, and points with labels."""
import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 170, 40, 50
COLORS = ("#1f5fa8", "#c0392b", "#2e8b57", "#8e44ad", "#d68910", "#34495e", "#16a085",
          "#7f8c8d")


def _nice_step(span):
    """A step of 1, 2 or 5 times a power of ten that gives about five ticks."""
    if span <= 0:
        return 1.0
    raw = span / 5
    power = 10 ** math.floor(math.log10(raw))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)


class _Chart:
    def __init__(self, title, x_words, y_words, x_max, y_max):
        self.x_step, self.y_step = _nice_step(x_max), _nice_step(y_max)
        self.x_max = math.ceil(x_max / self.x_step) * self.x_step
        self.y_max = math.ceil(y_max / self.y_step) * self.y_step
        self.parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
            f'<text x="{LEFT}" y="22" font-size="15">{escape(title)}</text>']
        self._axes(x_words, y_words)

    def x(self, value):
        return LEFT + value / self.x_max * (WIDTH - LEFT - RIGHT)

    def y(self, value):
        return HEIGHT - BOTTOM - value / self.y_max * (HEIGHT - TOP - BOTTOM)

    def _axes(self, x_words, y_words):
        bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
        for number in range(round(self.y_max / self.y_step) + 1):
            value = number * self.y_step
            self.parts.append(f'<path d="M{LEFT} {self.y(value):.1f}H{right}" stroke="#ddd"/>')
            self.text(LEFT - 8, self.y(value) + 4, f"{value:g}", "end")
        for number in range(round(self.x_max / self.x_step) + 1):
            value = number * self.x_step
            self.text(self.x(value), bottom + 18, f"{value:g}", "middle")
        self.parts.append(f'<path d="M{LEFT} {TOP}V{bottom}H{right}" fill="none" '
                          'stroke="black"/>')
        self.text((LEFT + right) / 2, HEIGHT - 12, x_words, "middle")
        self.parts.append(f'<text transform="translate(18 {(TOP + bottom) / 2}) rotate(-90)" '
                          f'text-anchor="middle">{escape(y_words)}</text>')

    def text(self, x, y, words, anchor="start", color="black"):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" '
                          f'fill="{color}">{escape(words)}</text>')

    def done(self):
        return "\n".join([*self.parts, "</svg>", ""])


def lines(title, x_words, y_words, series):
    """series: a name and points (x, y) each, drawn as a line with marks."""
    series = [(name, sorted(points)) for name, points in series if points]
    chart = _Chart(title, x_words, y_words,
                   max(x for _, points in series for x, _ in points),
                   max(y for _, points in series for _, y in points))
    # Names stand behind the last point, moved down where they would overlap.
    free_from = TOP
    by_height = sorted(range(len(series)), key=lambda i: chart.y(series[i][1][-1][1]))
    for place in by_height:
        name, points = series[place]
        color = COLORS[place % len(COLORS)]
        path = " ".join(f"{chart.x(x):.1f},{chart.y(y):.1f}" for x, y in points)
        chart.parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" '
                           'stroke-width="2"/>')
        for x, y in points:
            chart.parts.append(f'<circle cx="{chart.x(x):.1f}" cy="{chart.y(y):.1f}" r="3" '
                               f'fill="{color}"/>')
        height = max(free_from, chart.y(points[-1][1]) + 4)
        chart.text(WIDTH - RIGHT + 8, height, name, color=color)
        free_from = height + 14
    return chart.done()


def points(title, x_words, y_words, marks):
    """marks: a name and its place (x, y) each."""
    chart = _Chart(title, x_words, y_words, max(x for _, (x, _) in marks),
                   max(y for _, (_, y) in marks))
    for number, (name, (x, y)) in enumerate(marks):
        color = COLORS[number % len(COLORS)]
        chart.parts.append(f'<circle cx="{chart.x(x):.1f}" cy="{chart.y(y):.1f}" r="4" '
                           f'fill="{color}"/>')
        chart.text(chart.x(x) + 7, chart.y(y) + (4 if number % 2 else -4), name, color=color)
    return chart.done()
