"""Works and workshops."""

from __future__ import annotations

import math

from web.demo.canvas import GROUND, WIDTH, Canvas, shade

SMOKE = (236, 236, 236)


def steel_mill(c: Canvas) -> None:
    """Draw halls, a blast furnace and smoking chimneys."""
    p = c.palette
    c.landscape()
    for i in range(c.chance.randint(3, 5)):
        _chimney(c, 140 + i * 92, c.chance.randint(250, 330))
    c.rect(90, 430, 560, 200, p.dark)
    for i in range(5):
        x = 90 + i * 112
        c.poly([(x, 430), (x + 112, 430), (x + 112, 376)], shade(p.dark, 0.12))
        c.rect(x + 16, 480, 80, 34, p.accent)
        c.rect(x + 16, 540, 80, 34, shade(p.accent, -0.25))
    c.rect(700, 470, 400, 160, shade(p.dark, 0.1))
    c.poly([(760, 630), (800, 300), (900, 300), (940, 630)], shade(p.dark, 0.22))
    c.rect(786, 276, 128, 30, p.dark)
    c.line([(800, 520), (1080, 360)], shade(p.dark, 0.35), 16)
    c.line([(914, 290), (1010, 250), (1010, 470)], p.dark, 14)
    c.oval(850, 590, 34, 40, p.accent)
    c.oval(850, 598, 20, 26, shade(p.accent, 0.6))
    for i in range(4):
        c.rect(960 + i * 34, 520, 20, 40, p.light)


def ladle(c: Canvas) -> None:
    """Draw a ladle that pours molten steel."""
    p = c.palette
    c.rect(0, 0, WIDTH, 800, shade(p.dark, -0.2))
    for i in range(7):
        c.rect(60 + i * 180, 0, 36, 620, shade(p.dark, 0.08))
    c.oval(690, 560, 460, 260, p.accent, 0.22)
    c.oval(690, 590, 300, 160, p.accent, 0.3)
    c.line([(430, 0), (430, 160)], shade(p.dark, 0.5), 14)
    c.line([(300, 250), (430, 150), (560, 250)], shade(p.dark, 0.5), 18)
    c.poly([(270, 240), (610, 240), (560, 520), (330, 520)], shade(p.dark, 0.32))
    c.poly([(270, 240), (440, 240), (430, 520), (330, 520)], shade(p.dark, 0.42))
    glow = (255, 214, 110)
    c.rect(262, 228, 380, 30, glow, 14)
    c.poly([(600, 240), (668, 248), (700, 640), (668, 640), (640, 320)], glow)
    c.poly([(540, 640), (830, 640), (800, 760), (570, 760)], shade(p.dark, 0.25))
    c.oval(685, 642, 145, 24, glow)
    for _ in range(60):
        x, y = c.chance.gauss(690, 120), c.chance.uniform(430, 640)
        c.oval(x, y, 3, 3, glow, 0.9)


def workshop(c: Canvas) -> None:
    """Draw a brick works with a saw-tooth roof and one chimney."""
    p = c.palette
    brick = shade(p.accent, -0.12)
    c.landscape()
    _chimney(c, 930, 250)
    for i in range(6):
        x = 170 + i * 130
        c.poly([(x, 420), (x + 130, 420), (x + 130, 330)], shade(brick, -0.3))
        c.poly([(x + 104, 420), (x + 130, 420), (x + 130, 340)], shade(p.sky[1], 0.3))
    c.rect(170, 418, 780, 212, brick)
    for row in range(7):
        c.rect(170, 444 + row * 28, 780, 2, shade(brick, -0.14))
    for i in (0, 1, 2, 4, 5, 6):
        c.rect(200 + i * 104, 464, 62, 84, shade(p.dark, 0.1), 8)
        c.rect(206 + i * 104, 470, 23, 72, shade(p.other, 0.5))
        c.rect(233 + i * 104, 470, 23, 72, shade(p.other, 0.35))
    c.rect(490, 456, 110, 174, p.dark)
    c.rect(543, 462, 4, 168, shade(p.dark, 0.4))
    c.rect(160, 412, 800, 10, p.light)


def brooms(c: Canvas) -> None:
    """Draw brooms that lean against a wall."""
    c.tabletop()
    for i in range(5):
        x = 240 + i * 175
        lean = c.chance.uniform(-50, 50)
        wood = shade((196, 140, 84), c.chance.uniform(-0.2, 0.15))
        c.line([(x + lean, 110), (x, 470)], wood, 18)
        straw = shade((226, 186, 96), c.chance.uniform(-0.15, 0.15))
        c.poly([(x - 30, 452), (x + 30, 452), (x + 86, 690), (x - 86, 690)], straw)
        for k in range(-5, 6):
            c.line([(x + k * 5, 456), (x + k * 15, 690)], shade(straw, -0.22), 3)
        band = c.palette.accent if i % 2 else c.palette.other
        c.poly([(x - 33, 470), (x + 33, 470), (x + 38, 500), (x - 38, 500)], band)
        c.poly([(x - 44, 524), (x + 44, 524), (x + 48, 538), (x - 48, 538)], band)


def candles(c: Canvas) -> None:
    """Draw burning candles of several heights."""
    p = c.palette
    c.rect(0, 0, WIDTH, 800, shade(p.dark, 0.02))
    c.oval(600, 360, 560, 330, p.accent, 0.16)
    c.oval(600, 380, 380, 240, p.accent, 0.14)
    c.ground(640, shade(p.accent, -0.62))
    for i in range(7):
        x, tall = 190 + i * 137, c.chance.randint(170, 370)
        wide = c.chance.randint(30, 46)
        wax = c.chance.choice([p.light, shade(p.accent, 0.5), shade(p.other, 0.55)])
        top = 660 - tall
        c.oval(x, 664, wide + 34, 18, shade(p.dark, -0.4))
        c.rect(x - wide, top, wide * 2, tall, wax)
        c.rect(x - wide, top, wide * 0.7, tall, shade(wax, 0.35))
        c.oval(x, 660, wide, 10, shade(wax, -0.12))
        c.oval(x, top, wide, 10, shade(wax, -0.1))
        c.line([(x, top), (x, top - 22)], p.dark, 5)
        c.oval(x, top - 52, 62, 74, (255, 206, 110), 0.16)
        _flame(c, x, top - 16)


def sawmill(c: Canvas) -> None:
    """Draw a stack of logs before a shed and a forest."""
    p = c.palette
    c.landscape()
    for i in range(16):
        x, tall = i * 80 + c.chance.randint(-20, 20), c.chance.randint(120, 220)
        c.poly([(x, 560 - tall), (x + 56, 600), (x - 56, 600)], shade(p.other, -0.35))
    c.rect(700, 400, 400, 230, shade(p.accent, -0.38))
    c.poly([(670, 404), (900, 290), (1130, 404)], p.dark)
    c.rect(780, 470, 240, 160, shade(p.dark, -0.2))
    c.ring((900, 560), 56, p.light, 12)
    for k in range(16):
        a = k * math.pi / 8
        tip = (900 + 68 * math.cos(a), 560 + 68 * math.sin(a))
        c.line([(900 + 54 * math.cos(a), 560 + 54 * math.sin(a)), tip], p.light, 7)
    _logs(c, 110, 690, 6)


def press(c: Canvas) -> None:
    """Draw a machine tool with its panel in a hall."""
    p = c.palette
    c.rect(0, 0, WIDTH, 800, shade(p.other, 0.66))
    for i in range(6):
        c.rect(40 + i * 200, 60, 140, 230, shade(p.other, 0.84))
    c.ground(640, shade(p.dark, 0.5))
    body = c.chance.choice([p.other, p.accent, shade(p.dark, 0.3)])
    c.rect(220, 260, 640, 400, body, 18)
    c.rect(220, 260, 640, 60, shade(body, -0.25), 18)
    c.rect(270, 350, 330, 220, shade(p.dark, -0.1), 10)
    c.poly([(280, 360), (420, 360), (330, 560), (280, 560)], p.light, 0.14)
    c.rect(400, 350, 70, 90, shade(p.light, -0.2))
    c.poly([(410, 440), (460, 440), (440, 490), (430, 490)], shade(p.light, -0.4))
    c.rect(320, 520, 230, 30, shade(p.light, -0.3))
    c.rect(390, 494, 90, 26, p.accent)
    for x in (250, 540, 780):
        c.rect(x, 650, 60, 28, p.dark)
    for y in (380, 410):
        c.rect(650, y, 160, 12, shade(body, -0.3))
    _control_panel(c)


def quay_crane(c: Canvas) -> None:
    """Draw a quay with a crane and containers."""
    p = c.palette
    c.landscape()
    c.rect(0, 650, WIDTH, 150, shade(p.sky[0], -0.25))
    c.rect(0, 620, 900, 60, shade(p.dark, 0.4))
    steel = p.accent
    for x in (300, 520):
        c.line([(x, 200), (x, 630)], steel, 22)
    c.line([(300, 420), (520, 240)], steel, 10)
    c.line([(300, 300), (520, 480)], steel, 10)
    c.line([(110, 220), (1090, 220)], steel, 26)
    c.line([(410, 90), (110, 210)], shade(steel, -0.3), 6)
    c.line([(410, 90), (1090, 210)], shade(steel, -0.3), 6)
    c.line([(340, 220), (410, 84), (480, 220)], steel, 16)
    c.rect(200, 180, 90, 70, shade(p.dark, 0.1))
    c.line([(850, 230), (850, 470)], p.dark, 5)
    c.rect(780, 470, 140, 70, p.other, 3)
    for row in range(3):
        for column in range(5 - row):
            shade_of = c.chance.choice(
                [p.other, p.accent, shade(p.other, 0.4), p.light]
            )
            _container(c, 40 + column * 46 + row * 16, 572 - row * 48, shade_of)
    _container(c, 600, 572, p.accent)
    _container(c, 700, 572, shade(p.other, 0.3))


def _control_panel(c: Canvas) -> None:
    p = c.palette
    c.rect(890, 300, 150, 230, shade(p.dark, 0.15), 10)
    c.rect(910, 322, 110, 80, shade(p.sky[0], 0.4), 4)
    for i in range(9):
        spot = shade(p.accent, 0.1) if i == 2 else p.light
        c.oval(932 + i % 3 * 33, 430 + i // 3 * 30, 9, 9, spot)
    c.rect(955, 530, 20, 120, shade(p.dark, 0.3))


def _container(c: Canvas, x: float, y: float, colour: tuple[int, int, int]) -> None:
    c.rect(x, y, 92, 48, colour)
    for k in range(8):
        c.rect(x + 6 + k * 11, y + 5, 3, 38, shade(colour, -0.2))


def _chimney(c: Canvas, x: float, tall: float) -> None:
    p = c.palette
    top = GROUND - tall - 60
    for k in range(5):
        size = 22 + k * 13
        c.oval(x + 26 + k * k * 9, top - 26 - k * 34, size * 1.3, size, SMOKE, 0.34)
    stack = shade(p.accent, -0.4)
    c.poly([(x + 8, top), (x + 44, top), (x + 56, GROUND), (x - 4, GROUND)], stack)
    c.rect(x + 5, top + 14, 42, 16, p.light)
    c.rect(x + 4, top + 52, 44, 16, p.light)


def _flame(c: Canvas, x: float, y: float) -> None:
    tip = c.chance.uniform(-6, 6)
    for size, colour in ((1.0, (255, 176, 66)), (0.62, (255, 232, 150))):
        c.oval(x, y - 18 * size, 17 * size, 20 * size, colour)
        c.poly(
            [
                (x - 15 * size, y - 26 * size),
                (x + 15 * size, y - 26 * size),
                (x + tip, y - 84 * size),
            ],
            colour,
        )


def _logs(c: Canvas, left: float, base: float, across: int) -> None:
    wood = (214, 172, 116)
    for row in range(across - 2):
        for k in range(across - row):
            x, y = left + k * 92 + row * 46, base - row * 78
            c.oval(x, y, 46, 46, (112, 78, 54))
            c.oval(x, y, 38, 38, shade(wood, c.chance.uniform(-0.12, 0.12)))
            c.ring((x, y), 25, shade(wood, -0.25), 3)
            c.ring((x, y), 12, shade(wood, -0.25), 3)
