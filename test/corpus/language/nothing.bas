TALK "[" + unset + "]"
TALK unset ?? "default"
TALK unset?.deep?.deeper ?? "still nothing"
TALK unset.deep.deeper ?? "also nothing"
IF unset IS NULL THEN TALK "null"
x = 0
IF x IS NOT NULL THEN TALK "zero is something"
TALK x ?? 5
