"""How lines lie on a page: columns side by side, vertical runs, furniture and text that is drawn twice."""
