"""Diagnose every place of a workspace, and hold what was written to the workspace's own tables.

Nothing here imports placewise: the command line writes JSON, and what stands in it is computed
again from the Parquet files of the workspace.
"""
