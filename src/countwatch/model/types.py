"""Field types shared by the values that come from outside."""

from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

from countwatch.model.text import clean

COUNT_MAX = 10**12
"""No electoral roll on earth has more people; a larger number is a broken one."""

Count = Annotated[int, Field(strict=True, ge=0, le=COUNT_MAX)]
"""A whole number of votes, voters or sheets. Never a float, a string or a bool."""

Id = Annotated[str, Field(strict=True, min_length=1, max_length=128), AfterValidator(clean)]
"""An identifier as the feed writes it; rows are matched by it, never by a label or by order."""

Text = Annotated[str, Field(strict=True, min_length=1, max_length=2000), AfterValidator(clean)]
"""A label from outside, cleaned on the way in (see `countwatch.model.text`)."""

VALUE = ConfigDict(strict=True, extra="ignore", allow_inf_nan=False)
"""The pydantic configuration of every value: strict, and unknown fields are drift, not data."""
