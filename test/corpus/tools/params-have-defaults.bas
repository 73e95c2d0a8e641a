PARAM day AS DATE LIKE "2026-11-30" DESCRIPTION "Day of the visit"
PARAM guests AS INTEGER DEFAULT 2
PARAM note AS STRING OPTIONAL
PARAM meal AS STRING ENUM ["lunch", "dinner"] DEFAULT "dinner"
PARAM table AS "inside", "outside"
DESCRIPTION "Books a table."
TALK guests + " for " + meal
IF NOT note THEN TALK "no note"
RETURN guests
