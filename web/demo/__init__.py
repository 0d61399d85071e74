"""The demo: invented offices, people and lots, in the middle of their story."""

from web.demo.loading import DemoAlreadyThere, RealPeopleThere, load_demo
from web.demo.people import PASSWORD, Accounts

__all__ = [
    "PASSWORD",
    "Accounts",
    "DemoAlreadyThere",
    "RealPeopleThere",
    "load_demo",
]
