"""The command line: arguments, exit codes and the composition root."""
