list = ["tea", "milk"]
IF list CONTAINS "tea" THEN TALK "contains"
IF "milk" IN list THEN TALK "in"
IF "wine" NOT IN list THEN TALK "not in"
IF "teapot" LIKE "tea*" THEN TALK "like"
IF "coffee" NOT LIKE "tea%" THEN TALK "not like"
IF NOT (list CONTAINS "wine") THEN TALK "none"
