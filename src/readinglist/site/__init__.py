"""The pages of the site: typed views of their content, and the rendering of views to files."""
