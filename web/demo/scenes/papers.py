"""Rights and claims: what there is to see of them is paper."""

from __future__ import annotations

import math

from web.demo.canvas import WIDTH, Canvas, shade


def claim(c: Canvas) -> None:
    """Draw a stack of loan papers with a seal."""
    p = c.palette
    c.tabletop()
    for k in range(4):
        x, y = 330 + k * 16, 190 - k * 14
        c.poly([(x, y), (x + 460, y - 18), (x + 500, y + 480), (x + 34, y + 500)],
               shade(p.light, -0.16 + k * 0.05))  # fmt: skip
    c.rect(460, 210, 250, 22, shade(p.dark, 0.2), 4)
    for k in range(8):
        c.rect(440, 270 + k * 34, c.chance.randint(250, 370), 9, shade(p.dark, 0.6), 4)
    c.line([(500, 570), (540, 548), (560, 580), (610, 546), (650, 572)], p.other, 5)
    seal = (170, 44, 44)
    c.poly(
        [(760, 590), (740, 710), (780, 690), (820, 716), (810, 590)], shade(seal, 0.2)
    )
    for k in range(16):
        a = k * math.pi / 8
        c.oval(780 + 58 * math.cos(a), 560 + 58 * math.sin(a), 16, 16, seal)
    c.oval(780, 560, 62, 62, seal)
    c.ring((780, 560), 42, shade(seal, 0.35), 5)
    c.poly([(780, 530), (804, 574), (756, 574)], shade(seal, 0.4))


def patent(c: Canvas) -> None:
    """Draw a patent's drawing: a mechanism in white lines on a dark ground."""
    ground, ink = shade(c.palette.other, -0.45), shade(c.palette.light, 0.2)
    faint = shade(ground, 0.5)
    c.rect(0, 0, WIDTH, 800, ground)
    for at in range(0, WIDTH, 40):
        c.line([(at, 0), (at, 800)], shade(ground, 0.1), 1)
        c.line([(0, at), (WIDTH, at)], shade(ground, 0.1), 1)
    c.line([(60, 50), (1140, 50), (1140, 750), (60, 750), (60, 47)], ink, 4)
    for x, y, r in ((390, 380, 150), (650, 290, 96), (800, 470, 120)):
        _drawn_wheel(c, x, y, r)
    for k, (x, y) in enumerate(((300, 180), (720, 140), (960, 360), (930, 640))):
        c.line([(x, y), (x + (590 - x) * 0.3, y + (400 - y) * 0.4)], ink, 2)
        c.ring((x, y), 22, ink, 3)
        for dot in range(k + 1):
            c.oval(x - 9 + dot * 6, y, 2.6, 2.6, ink)
    for k in range(3):
        c.rect(840, 670 + k * 22, 260, 6, faint)


def trade_mark(c: Canvas) -> None:
    """Draw an emblem as on a trade mark's certificate."""
    p = c.palette
    _paper(c)
    petals = c.chance.choice([6, 8, 10])
    for k in range(petals):
        a = 2 * math.pi * k / petals
        x, y = 600 + 120 * math.cos(a), 330 + 120 * math.sin(a)
        c.oval(x, y, 84, 84, p.accent if k % 2 else p.other, 0.8)
    c.oval(600, 330, 92, 92, p.light)
    c.poly([(600, 262), (622, 316), (680, 318), (634, 354), (650, 410), (600, 378),
            (550, 410), (566, 354), (520, 318), (578, 316)], p.accent)  # fmt: skip
    c.rect(420, 590, 360, 20, shade(p.dark, 0.2), 6)
    c.rect(480, 630, 240, 10, shade(p.dark, 0.6), 4)
    c.rect(450, 656, 300, 10, shade(p.dark, 0.6), 4)


def shares(c: Canvas) -> None:
    """Draw a chart of a company's results beside a share in it."""
    p = c.palette
    _paper(c)
    c.line([(210, 180), (210, 610), (780, 610)], shade(p.dark, 0.2), 6)
    heights = [
        c.chance.randint(60, 140) + k * c.chance.randint(16, 44) for k in range(7)
    ]
    for k, tall in enumerate(heights):
        c.rect(240 + k * 76, 606 - tall, 50, tall, p.other if k < 5 else p.accent, 4)
    line = [(265 + k * 76, 570 - tall) for k, tall in enumerate(heights)]
    c.line(line, shade(p.accent, -0.3), 6)
    for x, y in line:
        c.oval(x, y, 9, 9, shade(p.accent, -0.3))
    c.oval(930, 330, 120, 120, shade(p.other, 0.35))
    part = c.chance.uniform(0.25, 0.5) * 2 * math.pi
    wedge = [(930 + 126 * math.cos(a), 330 + 126 * math.sin(a))
             for a in (part * k / 24 - 1.57 for k in range(25))]  # fmt: skip
    c.poly([(930, 330), *wedge], p.accent)
    c.oval(930, 330, 54, 54, p.light)
    for k in range(4):
        c.rect(830, 510 + k * 32, 200 - k * 24, 10, shade(p.dark, 0.6), 4)


def screen(c: Canvas) -> None:
    """Draw a screen with a web site and its source text."""
    p = c.palette
    c.tabletop()
    c.rect(510, 560, 180, 70, shade(p.dark, 0.3))
    c.rect(410, 622, 380, 24, shade(p.dark, 0.2), 10)
    c.rect(210, 110, 780, 470, p.dark, 22)
    c.rect(232, 132, 736, 424, shade(p.other, -0.5), 6)
    c.rect(232, 132, 736, 42, p.light, 6)
    for k, spot in enumerate((p.accent, shade(p.accent, 0.5), p.other)):
        c.oval(262 + k * 28, 153, 8, 8, spot)
    c.rect(360, 142, 520, 22, shade(p.light, -0.12), 10)
    tints = [p.accent, shade(p.other, 0.5), p.light, shade(p.accent, 0.5)]
    for row in range(10):
        x = 262 + c.chance.choice([0, 34, 68])
        for _ in range(c.chance.randint(1, 4)):
            wide = c.chance.randint(40, 120)
            c.rect(x, 200 + row * 34, wide, 14, c.chance.choice(tints), 6)
            x += wide + 14


def licence(c: Canvas) -> None:
    """Draw a licence with a stamp and a ribbon."""
    p = c.palette
    _paper(c)
    c.line([(150, 120), (1050, 120), (1050, 680), (150, 680), (150, 115)],
           shade(p.accent, -0.1), 8)  # fmt: skip
    c.line([(166, 136), (1034, 136), (1034, 664), (166, 664), (166, 133)],
           shade(p.accent, 0.3), 3)  # fmt: skip
    c.rect(380, 190, 440, 34, p.dark, 8)
    for k in range(7):
        wide = c.chance.randint(480, 700)
        c.rect(600 - wide / 2, 264 + k * 36, wide, 10, shade(p.dark, 0.6), 4)
    c.ring((890, 560), 74, p.other, 8)
    c.ring((890, 560), 54, p.other, 4)
    c.poly([(890, 520), (902, 550), (934, 552), (908, 572), (918, 604), (890, 584),
            (862, 604), (872, 572), (846, 552), (878, 550)], p.other)  # fmt: skip
    c.poly([(240, 540), (330, 540), (330, 690), (285, 650), (240, 690)], p.accent)
    c.oval(285, 550, 54, 54, shade(p.accent, 0.2))


def toll_road(c: Canvas) -> None:
    """Draw a road with a toll gate."""
    p = c.palette
    c.landscape()
    c.poly([(540, 630), (660, 630), (1040, 800), (160, 800)], shade(p.dark, 0.3))
    for k in range(4):
        y = 650 + k * 40
        c.poly([(597 - k * 2, y), (603 + k * 2, y), (606 + k * 3, y + 20),
                (594 - k * 3, y + 20)], p.light)  # fmt: skip
    c.rect(170, 360, 860, 56, p.other, 10)
    c.rect(170, 400, 860, 16, p.accent)
    for x in (210, 480, 690, 960):
        c.rect(x, 410, 26, 250, shade(p.dark, 0.3))
    for x in (250, 730):
        c.rect(x, 520, 96, 140, p.light, 8)
        c.rect(x + 14, 536, 68, 50, shade(p.other, 0.5), 4)
    for k in range(6):
        c.rect(400 + k * 42, 560, 42, 16, p.accent if k % 2 else p.light)
        c.rect(846 + k * 30, 560, 30, 16, p.accent if k % 2 else p.light)


def turbine(c: Canvas) -> None:
    """Draw wind turbines on a hill."""
    p = c.palette
    c.landscape()
    c.hills(760, 90, shade(p.land, -0.12))
    for x, y, size in ((300, 300, 0.8), (640, 230, 1.2), (960, 330, 0.7)):
        foot = 690
        c.poly([(x - 7, y), (x + 7, y), (x + 14, foot), (x - 14, foot)], p.light)
        turn = c.chance.uniform(0, 2)
        for k in range(3):
            a = turn + k * 2 * math.pi / 3
            tip = (x + 170 * size * math.cos(a), y + 170 * size * math.sin(a))
            side = (
                x + 26 * size * math.cos(a + 0.9),
                y + 26 * size * math.sin(a + 0.9),
            )
            c.poly([(x, y), side, tip], p.light)
            c.line([(x, y), tip], shade(p.light, -0.1), 5)
        c.oval(x, y, 14, 14, shade(p.dark, 0.5))


def _drawn_wheel(c: Canvas, x: float, y: float, radius: float) -> None:
    ink = shade(c.palette.light, 0.2)
    axis = shade(shade(c.palette.other, -0.45), 0.5)
    c.ring((x, y), radius, ink, 4)
    c.ring((x, y), radius * 0.28, ink, 4)
    teeth = round(radius / 9)
    for k in range(teeth):
        a = 2 * math.pi * k / teeth
        foot, tip = (
            (x + r * math.cos(a), y + r * math.sin(a)) for r in (radius, radius + 16)
        )
        c.line([foot, tip], ink, 8)
    c.line([(x - radius - 40, y), (x + radius + 40, y)], axis, 2)
    c.line([(x, y - radius - 40), (x, y + radius + 40)], axis, 2)


def _paper(c: Canvas) -> None:
    p = c.palette
    c.rect(0, 0, WIDTH, 800, shade(p.other, 0.1))
    c.rect(112, 82, 1000, 660, shade(p.other, -0.3), 8)
    c.rect(100, 70, 1000, 660, p.light, 8)
