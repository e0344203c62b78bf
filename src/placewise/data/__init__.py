"""Everything that touches disk or network: workspace, recipes, places, the sample that ships."""
