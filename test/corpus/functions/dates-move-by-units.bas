' The order of the arguments is found by what they are; a month takes its last day.
d = DATEVALUE("31/01/2024")
TALK DATEADD(d, 1, "month")
TALK DATEADD(d, "days", 30)
TALK DATEADD("week", -1, d)
next = DATEADD d, "year", 1
TALK DATEDIFF(d, next, "day")
TALK DATEDIFF("month", d, next)
TALK d + DAYS(1) + HOURS(2)
TALK FORMAT d AS "DD/MM/YYYY"
TALK WEEKDAY(d) & " " & FORMAT(d, "dddd[pt]")
IF DAYS_BETWEEN(d, next) > 365 THEN TALK "a leap year"
