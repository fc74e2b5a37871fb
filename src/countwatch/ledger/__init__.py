"""The fold: judge an update, keep the columns, tell the state after it. Pure."""
