"""The one place where data meets method: a short file a job, behind one Workbench."""
