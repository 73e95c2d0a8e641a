HEAR day AS DATE
HEAR later AS DATE
HEAR at AS HOUR
TALK day + " " + later + " " + at
