"""What countwatch costs against a floor in the same run: `python -m benchmarks`. Long runs are modules of their own."""
