nick = ""
TALK nick OR "friend"
TALK nick AND "unused"
TALK "[" + (nick AND "x") + "]"
a = 1
IF a = 1 AND NOT (a = 2 OR nick) THEN TALK "yes"
IF nick OR a > 5 OR a = 1 THEN TALK "third"
