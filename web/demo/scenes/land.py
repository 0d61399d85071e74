"""Houses, land and woods."""

from __future__ import annotations

from web.demo.canvas import GROUND, WIDTH, Canvas, Colour, shade


def house(c: Canvas) -> None:
    """Draw a house with a garden."""
    p = c.palette
    c.landscape()
    wall = c.chance.choice([p.light, shade(p.accent, 0.7), shade(p.other, 0.75)])
    roof = c.chance.choice([shade(p.accent, -0.15), shade(p.dark, 0.15)])
    c.rect(760, 300, 44, 120, shade(roof, -0.3))
    c.rect(360, 400, 480, 240, wall)
    c.rect(690, 400, 150, 240, shade(wall, -0.1))
    c.poly([(320, 410), (450, 250), (750, 250), (880, 410)], roof)
    c.poly([(320, 410), (450, 250), (470, 250), (350, 410)], shade(roof, 0.2))
    for x in (400, 500, 730):
        _window(c, x, 460, 70, 84)
    c.rect(600, 490, 72, 150, shade(p.other, -0.2), 6)
    c.oval(660, 568, 5, 5, p.light)
    c.poly([(600, 640), (672, 640), (760, 800), (500, 800)], shade(p.light, -0.12))
    for x in (190, 1000):
        _round_tree(c, x, 640, c.chance.randint(90, 120))
    for x in range(0, 480, 44):
        c.rect(x, 690, 14, 60, p.light, 4)
    c.rect(0, 706, 470, 8, p.light)


def flats(c: Canvas) -> None:
    """Draw a block of flats."""
    p = c.palette
    c.landscape()
    face = c.chance.choice([p.light, shade(p.accent, 0.55), shade(p.other, 0.6)])
    floors, across = c.chance.randint(6, 8), 6
    top = GROUND - floors * 66
    c.rect(330, top - 20, 480, floors * 66 + 24, face)
    c.poly(
        [(810, top - 20), (920, top + 26), (920, 634), (810, 634)], shade(face, -0.28)
    )
    c.rect(320, top - 34, 500, 18, shade(p.dark, 0.2))
    for floor in range(floors):
        for k in range(across):
            x, y = 356 + k * 74, top + floor * 64
            lit = c.chance.random() < 0.3
            c.rect(x, y, 46, 40, p.accent if lit else shade(p.other, -0.1), 3)
            c.rect(x - 5, y + 40, 56, 8, shade(face, -0.3))
    c.rect(536, 580, 70, 54, p.dark, 4)
    _round_tree(c, 210, 640, 90)
    _round_tree(c, 1010, 640, 80)
    c.rect(0, 690, WIDTH, 110, shade(p.dark, 0.3))
    for x in range(20, WIDTH, 130):
        c.rect(x, 742, 70, 8, p.light)


def warehouse(c: Canvas) -> None:
    """Draw a warehouse with loading doors."""
    p = c.palette
    c.landscape()
    skin = shade(p.other, 0.35)
    c.poly([(120, 380), (600, 300), (1080, 380), (1080, 640), (120, 640)], skin)
    for x in range(132, 1080, 24):
        c.rect(x, 386, 3, 254, shade(skin, -0.12))
    c.line([(110, 382), (600, 300), (1090, 382)], p.accent, 14)
    for i in range(4):
        x = 190 + i * 225
        c.rect(x - 8, 466, 166, 174, p.dark)
        c.rect(x, 474, 150, 166, p.light)
        for k in range(6):
            c.rect(x, 498 + k * 24, 150, 3, shade(p.light, -0.25))
        c.rect(x - 14, 448, 178, 14, p.accent)
    c.ground(640, shade(p.dark, 0.45))


def shop(c: Canvas) -> None:
    """Draw a shop on a street of old houses."""
    p = c.palette
    c.sun(950, 150)
    left = 0
    for tint in (p.other, p.accent, p.light, p.far):
        wide, top = c.chance.randint(270, 330), c.chance.randint(140, 240)
        face = shade(tint, 0.4)
        c.rect(left, top, wide, 530, face)
        c.poly(
            [(left - 12, top), (left + wide / 2, top - 90), (left + wide + 12, top)],
            shade(p.dark, 0.15),
        )
        for k in range(6):
            _window(c, left + 34 + k % 3 * 84, top + 40 + k // 3 * 120, 52, 74)
        left += wide
    c.rect(330, 450, 520, 200, p.dark)
    c.rect(350, 500, 320, 140, shade(p.other, 0.6))
    c.poly([(360, 510), (470, 510), (400, 630), (360, 630)], p.light, 0.4)
    c.rect(700, 490, 120, 160, shade(p.other, 0.1))
    for k in range(13):
        stripe = p.accent if k % 2 else p.light
        c.poly(
            [
                (330 + k * 40, 440),
                (370 + k * 40, 440),
                (376 + k * 42, 505),
                (322 + k * 42, 505),
            ],
            stripe,
        )
    c.ground(650, shade(p.dark, 0.5))


def floor_plan(c: Canvas) -> None:
    """Draw a plan of rooms."""
    p = c.palette
    _sheet(c)
    ink = shade(p.other, -0.35)
    c.rect(250, 170, 700, 460, shade(p.other, 0.88))
    split, row = c.chance.randint(480, 620), c.chance.randint(360, 430)
    c.rect(split, 170, 950 - split, row - 170, shade(p.accent, 0.78))
    walls = [
        [(250, 170), (950, 170), (950, 630), (250, 630), (250, 164)],
        [(split, 170), (split, row - 90)],
        [(split, row - 10), (split, 630)],
        [(split, row), (950, row)],
        [(250, 440), (split - 100, 440)],
        [(780, row + 80), (780, 630)],
    ]
    for wall in walls:
        c.line(wall, ink, 14)
    c.poly([(split, row - 90), (split, row - 10), (split - 78, row - 84)], ink, 0.2)
    c.rect(290, 210, 130, 160, shade(p.accent, 0.45), 8)
    c.rect(300, 216, 110, 44, p.light, 8)
    c.rect(820, 200, 90, 40, shade(p.other, 0.4), 6)
    c.oval(720, 280, 44, 44, shade(p.other, 0.4))
    c.rect(860, 560, 60, 40, shade(p.other, 0.5), 14)
    for y in (200, 300, 500):
        c.rect(243, y, 14, 60, p.light)
    c.line([(250, 680), (950, 680)], ink, 3)
    for x in range(250, 951, 100):
        c.line([(x, 668), (x, 692)], ink, 3)


def site_plan(c: Canvas) -> None:
    """Draw a map of parcels with one of them marked."""
    p = c.palette
    c.rect(0, 0, WIDTH, 800, shade(p.land, 0.62))
    xs = [0, 260, 520, 800, WIDTH]
    ys = [0, 230, 470, 800]
    marked = c.chance.choice([(1, 0), (2, 1), (1, 1)])
    for i in range(4):
        for k in range(3):
            tint = shade(p.land, c.chance.uniform(0.35, 0.7))
            colour = shade(p.accent, 0.25) if (i, k) == marked else tint
            c.rect(
                xs[i] + 12, ys[k] + 12, xs[i + 1] - xs[i] - 24, ys[k + 1] - ys[k] - 24,
                colour,
            )  # fmt: skip
            c.rect(xs[i] + 50, ys[k] + 50, 70, 54, shade(p.dark, 0.4))
    for x in xs[1:4]:
        c.line([(x, 0), (x + 30, 800)], p.light, 22)
    for y in ys[1:3]:
        c.line([(0, y), (WIDTH, y + 26)], p.light, 22)
    c.line([(0, 700), (330, 610), (700, 720), (WIDTH, 640)], p.sky[0], 46)
    x, y = xs[marked[0]] + 160, ys[marked[1]] + 140
    c.poly([(x - 34, y - 64), (x + 34, y - 64), (x, y + 6)], p.accent)
    c.oval(x, y - 74, 38, 38, p.accent)
    c.oval(x, y - 74, 15, 15, p.light)


def conifers(c: Canvas) -> None:
    """Draw a forest of firs, row behind row."""
    p = c.palette
    c.landscape()
    for depth in range(4):
        tint = shade(shade(p.land, -0.35), 0.4 - depth * 0.2)
        for k in range(13 - depth):
            x = k * (96 + depth * 12) + c.chance.randint(-30, 30)
            tall = c.chance.randint(170, 250) + depth * 46
            _fir(c, x, 600 + depth * 52, tall, tint)


def broadleaves(c: Canvas) -> None:
    """Draw an open wood of broad-leaved trees with a track."""
    p = c.palette
    c.landscape()
    c.poly([(560, 630), (640, 630), (860, 800), (300, 800)], shade(p.light, -0.2))
    for depth in range(3):
        for k in range(7 - depth):
            x = k * (185 + depth * 40) + c.chance.randint(-40, 40)
            if abs(x - 590) > 90 + depth * 70:
                _round_tree(c, x, 636 + depth * 56, 80 + depth * 26)


def compartments(c: Canvas) -> None:
    """Draw a forester's map with its compartments."""
    p = c.palette
    _sheet(c)
    edge = [(230, 300), (420, 170), (700, 150), (940, 260), (990, 480), (800, 650),
            (480, 640), (280, 520)]  # fmt: skip
    c.poly(edge, shade(p.other, 0.45))
    c.poly([edge[0], edge[1], edge[2], (600, 400), (420, 420)], shade(p.other, 0.2))
    c.poly([(600, 400), edge[2], edge[3], edge[4]], shade(p.land, 0.3))
    c.poly([(600, 400), edge[4], edge[5], (640, 560)], shade(p.accent, 0.55))
    for at in ([edge[0], (420, 420), (600, 400), edge[2]], [(600, 400), edge[4]],
               [(600, 400), (640, 560), edge[5]], [(420, 420), edge[6]]):  # fmt: skip
        c.line(at, p.light, 7)
    c.line([*edge, edge[0], edge[1]], p.dark, 6)
    c.line([(130, 480), (420, 560), (760, 470), (1080, 560)], shade(p.dark, 0.3), 9)
    for x, y in ((430, 290), (520, 250), (760, 290), (840, 350), (520, 520)):
        _fir(c, x + c.chance.randint(-14, 14), y + 40, 80, shade(p.dark, 0.2))
    c.poly([(1010, 150), (1036, 230), (1010, 214), (984, 230)], p.dark)


def quarry(c: Canvas) -> None:
    """Draw a quarry with its terraces and a digger."""
    p = c.palette
    c.landscape()
    stone = shade(p.accent, 0.45)
    for k in range(5):
        y = 330 + k * 76
        c.poly(
            [(180 - k * 60, y + 76), (250 - k * 40, y), (950 + k * 40, y + 10),
             (1040 + k * 40, y + 76)],
            shade(stone, -0.08 * k),
        )  # fmt: skip
        c.line([(250 - k * 40, y), (950 + k * 40, y + 10)], shade(stone, 0.35), 8)
    c.rect(0, 700, WIDTH, 100, shade(stone, -0.45))
    c.rect(560, 640, 170, 36, p.dark, 18)
    c.rect(580, 560, 110, 84, p.accent, 10)
    c.rect(600, 574, 50, 40, shade(p.other, 0.6), 4)
    c.line([(690, 600), (800, 500), (880, 600)], shade(p.accent, -0.2), 20)
    c.poly([(862, 590), (910, 600), (896, 650), (850, 640)], p.dark)


def _window(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    p = c.palette
    c.rect(x - 5, y - 5, w + 10, h + 10, shade(p.dark, 0.3), 3)
    c.rect(x, y, w, h, shade(p.sky[0], 0.35))
    c.poly([(x, y), (x + w * 0.6, y), (x, y + h * 0.7)], p.light, 0.35)
    c.rect(x + w / 2 - 2, y, 4, h, shade(p.dark, 0.3))
    c.rect(x, y + h / 2 - 2, w, 4, shade(p.dark, 0.3))


def _round_tree(c: Canvas, x: float, base: float, size: float) -> None:
    leaf = shade(c.palette.land, c.chance.uniform(-0.35, -0.12))
    if c.palette.when in ("in autumn", "at dusk"):
        leaf = shade(c.palette.accent, c.chance.uniform(-0.2, 0.35))
    c.rect(x - size * 0.09, base - size, size * 0.18, size, (92, 70, 54))
    top = base - size * 1.5
    for dx, dy, r in ((-0.42, 0.2, 0.55), (0.42, 0.2, 0.55), (0, -0.2, 0.7)):
        c.oval(x + dx * size, top + dy * size, r * size, r * size, leaf)
    c.oval(x - size * 0.2, top - size * 0.3, size * 0.36, size * 0.3, shade(leaf, 0.18))


def _fir(c: Canvas, x: float, base: float, tall: float, tint: Colour) -> None:
    c.rect(x - tall * 0.035, base - tall * 0.2, tall * 0.07, tall * 0.2, (74, 58, 48))
    for k in range(3):
        y, half = base - tall * (0.12 + k * 0.26), tall * (0.3 - k * 0.07)
        tip = (x, y - tall * 0.42)
        c.poly([tip, (x + half, y), (x - half, y)], tint)
        c.poly([tip, (x, y), (x - half, y)], shade(tint, 0.1))


def _sheet(c: Canvas) -> None:
    c.rect(0, 0, WIDTH, 800, shade(c.palette.dark, 0.25))
    c.rect(112, 82, 1000, 660, shade(c.palette.dark, -0.1), 6)
    c.rect(100, 70, 1000, 660, c.palette.light, 6)
