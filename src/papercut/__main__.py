"""`python -m papercut` is `papercut`."""

import sys

from papercut.cli import main

sys.exit(main())
