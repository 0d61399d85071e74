"""Flask extensions, created here and bound to the app in ``app.py``."""

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from auction.models import Base

db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate()  # type: ignore[no-untyped-call]
csrf = CSRFProtect()
