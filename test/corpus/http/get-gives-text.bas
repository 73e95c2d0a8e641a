page = GET "https://example.org/"
TALK LEN(page)
GET "https://example.org/" INTO copy
IF copy = page THEN TALK "the same"
