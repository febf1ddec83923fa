"""The components, by family. `common.templatetags.components` gathers them under one load."""
