"""The pages of the site: what each shows, as typed views, and how a view becomes files."""
