// In place of the bundle; see ui.html.
