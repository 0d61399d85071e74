"""Goods and furniture."""

from __future__ import annotations

import math

from web.demo.canvas import WIDTH, Canvas, shade


def barrels(c: Canvas) -> None:
    """Draw barrels in a vaulted cellar."""
    p = c.palette
    c.rect(0, 0, WIDTH, 800, shade(p.accent, -0.62))
    for k in range(3):
        c.oval(200 + k * 400, 420, 190, 330, shade(p.accent, -0.5))
    c.ground(660, shade(p.accent, -0.72))
    wood = (164, 108, 64)
    spots = [(250 + k * 240, 560) for k in range(4)] + [
        (370 + k * 240, 370) for k in range(3)
    ]
    for x, y in spots:
        tint = shade(wood, c.chance.uniform(-0.16, 0.16))
        c.oval(x, y, 112, 108, shade(tint, -0.45))
        c.oval(x, y, 96, 92, tint)
        for k in range(-3, 4):
            half = math.sqrt(1 - (k / 3.6) ** 2) * 90
            c.line(
                [(x + k * 26, y - half), (x + k * 26, y + half)], shade(tint, -0.25), 3
            )
        c.ring((x, y), 100, shade(p.dark, 0.1), 9)
        c.oval(x, y + 62, 9, 9, shade(tint, -0.6))


def pallets(c: Canvas) -> None:
    """Draw boxes on pallets."""
    p = c.palette
    c.rect(0, 0, WIDTH, 800, shade(p.other, 0.7))
    for k in range(5):
        c.rect(k * 260 + 20, 60, 16, 560, shade(p.other, 0.4))
        c.rect(k * 260 - 120, 200, 280, 12, shade(p.accent, 0.2))
    c.ground(640, shade(p.dark, 0.5))
    card = (204, 160, 108)
    for stack in range(3):
        left = 130 + stack * 330
        c.rect(left - 10, 690, 290, 16, (140, 100, 62))
        for k in range(3):
            c.rect(left + k * 112, 704, 44, 24, (110, 78, 50))
        for row in range(c.chance.randint(2, 4)):
            for k in range(2):
                x, y = left + k * 136, 570 - row * 120
                tint = shade(card, c.chance.uniform(-0.1, 0.14))
                c.rect(x, y, 132, 118, tint)
                c.rect(x + 54, y, 24, 118, shade(tint, 0.3))
                c.rect(x + 14, y + 80, 30, 22, p.light)
                c.rect(x + 126, y, 6, 118, shade(tint, -0.3))


def watches(c: Canvas) -> None:
    """Draw wrist watches on a cushion."""
    p = c.palette
    c.rect(0, 0, WIDTH, 800, shade(p.dark, 0.05))
    c.rect(90, 80, 1020, 640, shade(p.accent, -0.5), 60)
    c.rect(120, 110, 960, 580, shade(p.accent, -0.4), 50)
    for k in range(3):
        x = 300 + k * 300
        strap = c.chance.choice([p.dark, (112, 74, 50), shade(p.other, -0.3)])
        metal = c.chance.choice([(214, 176, 92), (206, 210, 214)])
        c.poly([(x - 56, 130), (x + 56, 130), (x + 72, 400), (x + 56, 670),
                (x - 56, 670), (x - 72, 400)], strap)  # fmt: skip
        c.oval(x, 400, 122, 122, shade(metal, -0.25))
        c.oval(x, 400, 112, 112, metal)
        c.oval(x, 400, 92, 92, p.light)
        c.rect(x + 116, 388, 22, 24, metal, 5)
        for hour in range(12):
            a = hour * math.pi / 6
            c.oval(x + 76 * math.cos(a), 400 + 76 * math.sin(a), 5, 5, p.dark)
        for length, width in ((44, 9), (66, 5)):
            a = c.chance.uniform(0, 6.28)
            c.line([(x, 400), (x + length * math.cos(a), 400 + length * math.sin(a))],
                   p.dark, width)  # fmt: skip
        c.oval(x, 400, 8, 8, p.accent)


def chairs(c: Canvas) -> None:
    """Draw a table with chairs and a lamp."""
    p = c.palette
    wall = shade(p.other, 0.6)
    c.rect(0, 0, WIDTH, 800, wall)
    c.ground(620, shade(p.accent, -0.35))
    c.rect(130, 110, 240, 190, p.light)
    c.rect(150, 130, 200, 150, shade(p.sky[0], 0.1))
    c.poly([(150, 280), (240, 190), (290, 240), (320, 210), (350, 280)], p.land)
    c.line([(640, 0), (640, 180)], p.dark, 5)
    c.poly([(590, 180), (690, 180), (740, 250), (540, 250)], p.accent)
    c.poly([(540, 252), (740, 252), (960, 470), (320, 470)], p.sun, 0.25)
    wood = (150, 98, 60)
    c.rect(340, 466, 600, 26, wood, 8)
    for x in (380, 870):
        c.rect(x, 490, 26, 210, shade(wood, -0.2))
    for x, way in ((240, 1), (1010, -1)):
        c.rect(x - 70, 530, 140, 22, shade(p.other, -0.2), 8)
        c.rect(x - 70 if way > 0 else x + 50, 340, 20, 200, wood, 8)
        for leg in (-62, 46):
            c.rect(x + leg, 550, 16, 160, shade(wood, -0.2))
    c.rect(600, 420, 60, 48, p.light, 10)
    for k in range(3):
        c.oval(612 + k * 18, 400 - k % 2 * 14, 18, 18, p.accent)


def textiles(c: Canvas) -> None:
    """Draw rolls of cloth."""
    p = c.palette
    c.tabletop()
    tints = [p.accent, p.other, shade(p.accent, 0.4), shade(p.other, 0.35), p.light]
    rows = [(640, 6), (520, 5), (410, 4)]
    for y, count in rows:
        for k in range(count):
            x = 600 + (k - (count - 1) / 2) * 150
            tint = shade(c.chance.choice(tints), c.chance.uniform(-0.15, 0.1))
            c.oval(x, y, 72, 64, shade(tint, -0.3))
            for ring in range(5):
                size = 1 - ring * 0.17
                colour = tint if ring % 2 else shade(tint, 0.16)
                c.oval(x, y, 68 * size, 60 * size, colour)
            c.oval(x, y, 14, 12, (120, 90, 62))


def coffee(c: Canvas) -> None:
    """Draw sacks of raw coffee."""
    p = c.palette
    c.tabletop()
    jute = (194, 162, 112)
    for x, y, size in ((330, 640, 1.0), (610, 660, 1.15), (890, 640, 1.0)):
        tint = shade(jute, c.chance.uniform(-0.1, 0.1))
        c.oval(x, y + 24, 150 * size, 20, shade(c.palette.dark, -0.2), 0.3)
        c.oval(x, y - 150 * size, 122 * size, 176 * size, tint)
        c.rect(x - 126 * size, y - 160 * size, 252 * size, 186 * size, tint, 60)
        c.oval(x, y - 296 * size, 92 * size, 34 * size, shade(tint, -0.25))
        for _ in range(46):
            a, r = c.chance.uniform(0, 6.28), c.chance.uniform(0, 1)
            bean = shade((98, 62, 40), c.chance.uniform(-0.2, 0.2))
            at = (
                x + 80 * r * size * math.cos(a),
                y - 300 * size + 26 * r * math.sin(a),
            )
            c.oval(*at, 11, 8, bean)
        c.oval(x, y - 110 * size, 56 * size, 56 * size, p.accent, 0.7)
        c.oval(x, y - 110 * size, 40 * size, 40 * size, tint)
        c.poly([(x - 22, y - 110 * size), (x, y - 140 * size), (x + 22, y - 110 * size),
                (x, y - 80 * size)], p.accent, 0.7)  # fmt: skip
