"""Vehicles, ships and machines that move."""

from __future__ import annotations

import math

from web.demo.canvas import WIDTH, Canvas, Colour, shade


def car(c: Canvas) -> None:
    """Draw a car on a road."""
    p = c.palette
    _road(c)
    paint = c.chance.choice([p.accent, p.other, shade(p.light, -0.12)])
    c.oval(600, 706, 400, 22, shade(p.dark, -0.3), 0.5)
    c.poly([(330, 540), (440, 430), (720, 430), (850, 540)], shade(paint, -0.15))
    c.poly([(370, 536), (455, 450), (570, 450), (570, 536)], shade(p.sky[0], 0.4))
    c.poly([(590, 536), (590, 450), (706, 450), (800, 536)], shade(p.sky[0], 0.4))
    c.poly([(400, 506), (455, 450), (500, 450), (420, 536), (370, 536)], p.light, 0.4)
    c.rect(210, 530, 780, 140, paint, 46)
    c.rect(210, 590, 780, 80, shade(paint, -0.2), 40)
    c.rect(216, 560, 60, 34, shade(p.accent, 0.2), 12)
    c.rect(926, 560, 58, 34, p.light, 12)
    c.rect(610, 566, 60, 9, shade(paint, -0.4), 4)
    c.line([(580, 536), (574, 660)], shade(paint, -0.35), 4)
    for x in (370, 830):
        _wheel(c, x, 670, 70)


def van(c: Canvas) -> None:
    """Draw a delivery van."""
    p = c.palette
    _road(c)
    paint = c.chance.choice([p.light, shade(p.other, 0.2), shade(p.accent, 0.1)])
    c.oval(600, 708, 430, 22, shade(p.dark, -0.3), 0.5)
    c.rect(180, 330, 620, 340, paint, 20)
    c.poly([(780, 350), (880, 370), (970, 510), (1020, 540), (1020, 670), (780, 670)],
           shade(paint, -0.06))  # fmt: skip
    c.poly([(820, 390), (870, 396), (936, 506), (820, 506)], shade(p.sky[0], 0.35))
    c.rect(180, 560, 838, 24, p.accent)
    c.rect(180, 600, 840, 70, shade(paint, -0.2), 12)
    for x in (490, 790):
        c.line([(x, 350), (x, 640)], shade(paint, -0.3), 4)
    c.rect(986, 566, 36, 30, shade(p.accent, 0.5), 8)
    for x in (330, 870):
        _wheel(c, x, 670, 68)


def lorry(c: Canvas) -> None:
    """Draw a lorry with its trailer."""
    p = c.palette
    _road(c)
    cab = c.chance.choice([p.accent, p.other])
    c.oval(600, 708, 520, 22, shade(p.dark, -0.3), 0.5)
    c.rect(90, 300, 690, 330, p.light, 8)
    for x in range(110, 770, 44):
        c.rect(x, 310, 5, 310, shade(p.light, -0.1))
    c.rect(90, 520, 690, 36, shade(cab, 0.15))
    c.rect(90, 630, 900, 34, p.dark)
    c.poly([(810, 390), (850, 340), (1010, 340), (1070, 500), (1084, 650), (810, 650)],
           cab)  # fmt: skip
    c.poly([(910, 370), (998, 370), (1046, 490), (910, 490)], shade(p.sky[0], 0.4))
    c.rect(826, 300, 110, 46, shade(cab, -0.2), 10)
    c.rect(1040, 570, 44, 34, shade(p.accent, 0.6), 8)
    for x in (200, 330, 690, 980):
        _wheel(c, x, 670, 60)


def tractor(c: Canvas) -> None:
    """Draw a tractor in a field."""
    p = c.palette
    c.landscape()
    for k in range(9):
        c.line([(600 + (k - 4) * 40, 640), (600 + (k - 4) * 260, 800)],
               shade(p.land, -0.22), 12)  # fmt: skip
    paint = c.chance.choice([p.accent, p.other])
    c.line([(800, 520), (800, 350)], p.dark, 16)
    c.rect(520, 490, 400, 130, paint, 22)
    c.rect(520, 560, 400, 60, shade(paint, -0.25), 14)
    c.poly([(370, 300), (590, 300), (620, 560), (350, 560)], shade(paint, -0.2))
    c.poly([(396, 330), (570, 330), (590, 500), (384, 500)], shade(p.sky[0], 0.4))
    c.rect(350, 280, 262, 30, p.dark, 10)
    for k in range(5):
        c.rect(700 + k * 36, 510, 16, 60, shade(paint, -0.4), 4)
    _wheel(c, 420, 590, 140)
    _wheel(c, 850, 650, 82)


def excavator(c: Canvas) -> None:
    """Draw an excavator on a building site."""
    p = c.palette
    c.landscape()
    c.hills(760, 70, shade(p.accent, -0.4))
    c.rect(0, 700, WIDTH, 100, shade(p.accent, -0.5))
    yellow = (238, 178, 48)
    c.rect(250, 620, 440, 96, p.dark, 48)
    for k in range(6):
        c.oval(300 + k * 68, 668, 26, 26, shade(p.dark, 0.3))
    c.rect(280, 460, 400, 150, yellow, 16)
    c.rect(270, 470, 90, 140, shade(yellow, -0.2), 16)
    c.rect(500, 340, 170, 180, shade(yellow, -0.1), 10)
    c.rect(520, 358, 130, 100, shade(p.sky[0], 0.4), 6)
    c.line([(660, 560), (800, 260), (980, 330)], yellow, 44)
    c.line([(980, 330), (1010, 540)], shade(yellow, -0.15), 34)
    c.line([(720, 500), (850, 300)], p.light, 10)
    c.poly([(960, 530), (1060, 530), (1040, 650), (930, 640), (900, 590)], p.dark)
    for k in range(4):
        c.poly([(900 + k * 32, 630), (926 + k * 32, 630), (906 + k * 32, 672)], p.dark)


def ship(c: Canvas) -> None:
    """Draw a cargo ship at sea."""
    p = c.palette
    c.sun(920, 190, 70)
    c.hills(560, 50, shade(p.far, 0.2))
    sea = shade(p.sky[0], -0.3)
    c.rect(0, 540, WIDTH, 260, sea)
    c.rect(220, 250, 130, 230, p.light)
    for k in range(4):
        c.rect(236, 276 + k * 46, 98, 18, shade(p.other, -0.1), 4)
    c.rect(250, 180, 60, 80, p.accent)
    c.rect(250, 200, 60, 16, p.light)
    for row in range(3):
        for k in range(9):
            tint = c.chance.choice([p.accent, p.other, shade(p.other, 0.4), p.light])
            c.rect(380 + k * 66, 430 - row * 44, 62, 42, shade(tint, -0.08))
    c.poly([(120, 470), (1080, 470), (1000, 640), (180, 640)], p.dark)
    c.poly([(150, 560), (1040, 560), (1000, 640), (180, 640)], shade(p.accent, -0.3))
    c.line([(120, 470), (1080, 470)], p.light, 8)
    c.line([(1010, 470), (1010, 330)], shade(p.dark, 0.3), 8)
    for row in range(5):
        for k in range(13):
            x = k * 100 + row * 43 - 60
            y = 640 + row * 34
            c.line([(x, y), (x + 46, y - 8), (x + 92, y)], shade(sea, 0.25), 5)


def sailing_boat(c: Canvas) -> None:
    """Draw a sailing boat."""
    p = c.palette
    c.sun(260, 190, 66)
    c.hills(540, 70, p.far)
    sea = shade(p.sky[0], -0.2)
    c.rect(0, 530, WIDTH, 270, sea)
    c.line([(600, 110), (600, 600)], p.dark, 12)
    c.poly([(616, 130), (616, 550), (890, 550)], p.light)
    c.poly([(584, 160), (584, 550), (400, 550)], shade(p.accent, 0.1))
    c.poly([(616, 400), (616, 450), (826, 450), (794, 400)], p.accent, 0.5)
    c.poly([(340, 580), (900, 580), (800, 670), (430, 670)], shade(p.other, -0.2))
    c.line([(336, 582), (904, 582)], p.light, 12)
    for row in range(5):
        for k in range(12):
            x, y = k * 112 + row * 37 - 80, 668 + row * 30
            c.line([(x, y), (x + 44, y - 7), (x + 88, y)], shade(sea, 0.3), 4)


def trailer_crane(c: Canvas) -> None:
    """Draw a mobile crane with a raised boom."""
    p = c.palette
    _road(c)
    yellow = (240, 182, 54)
    c.rect(150, 560, 820, 90, yellow, 14)
    c.rect(150, 610, 820, 40, p.dark, 10)
    c.rect(830, 450, 160, 190, shade(yellow, -0.12), 16)
    c.rect(870, 474, 100, 80, shade(p.sky[0], 0.4), 8)
    c.rect(330, 450, 230, 120, shade(yellow, -0.2), 12)
    c.line([(420, 500), (980, 110)], yellow, 34)
    c.line([(640, 346), (980, 110)], shade(yellow, -0.25), 20)
    c.line([(980, 110), (980, 360)], p.dark, 5)
    c.ring((980, 380), 22, p.dark, 10)
    for x in (250, 370, 640, 760, 900):
        _wheel(c, x, 660, 52)


def gears(c: Canvas) -> None:
    """Draw a machine's gears, close by."""
    p = c.palette
    c.rect(0, 0, WIDTH, 800, shade(p.other, 0.7))
    c.oval(600, 400, 640, 420, p.light, 0.35)
    _gear(c, 430, 420, 210, 16, shade(p.dark, 0.2))
    _gear(c, 790, 300, 140, 11, p.accent)
    _gear(c, 800, 590, 120, 9, p.other)


def _gear(
    c: Canvas, x: float, y: float, radius: float, teeth: int, colour: Colour
) -> None:
    c.oval(x + 12, y + 14, radius * 1.12, radius * 1.12, c.palette.dark, 0.14)
    for k in range(teeth):
        a = 2 * math.pi * k / teeth
        tooth = [
            (x + r * math.cos(a + d), y + r * math.sin(a + d))
            for r, d in ((radius * 0.9, -0.16), (radius * 1.18, -0.08),
                         (radius * 1.18, 0.08), (radius * 0.9, 0.16))
        ]  # fmt: skip
        c.poly(tooth, colour)
    c.oval(x, y, radius, radius, colour)
    c.oval(x, y, radius * 0.76, radius * 0.76, shade(colour, 0.22))
    c.oval(x, y, radius * 0.6, radius * 0.6, colour)
    c.oval(x, y, radius * 0.24, radius * 0.24, c.palette.light)


def _wheel(c: Canvas, x: float, y: float, radius: float) -> None:
    rim = shade(c.palette.light, -0.15)
    c.oval(x, y, radius, radius, (34, 36, 42))
    c.oval(x, y, radius * 0.6, radius * 0.6, rim)
    for k in range(6):
        a = math.pi * k / 3
        spoke = (x + radius * 0.5 * math.cos(a), y + radius * 0.5 * math.sin(a))
        c.line([(x, y), spoke], shade(rim, -0.35), radius * 0.1)
    c.oval(x, y, radius * 0.16, radius * 0.16, shade(rim, -0.5))


def _road(c: Canvas) -> None:
    c.landscape()
    c.rect(0, 670, WIDTH, 130, shade(c.palette.dark, 0.25))
    c.rect(0, 670, WIDTH, 8, shade(c.palette.dark, 0.5))
    for x in range(30, WIDTH, 160):
        c.rect(x, 762, 90, 10, c.palette.light)
