started = NOW
WAIT 90
passed = NOW() - started
TALK passed
TALK TODAY + DAYS(1) > NOW()
IF NOW_STR() = TODAY_STR() + " " + TIME() THEN TALK "same second"
IF TIMESTAMP() = UNIX_TIMESTAMP() THEN TALK "same count"
IF NOW_UTC().year >= 2026 THEN TALK "in UTC"
