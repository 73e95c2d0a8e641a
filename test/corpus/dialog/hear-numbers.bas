HEAR count AS INTEGER
HEAR price AS MONEY
HEAR size AS NUMBER
HEAR sure AS BOOLEAN
TALK count + price + size
IF sure THEN TALK "sure"
