PARAM count AS INTEGER
PARAM what AS STRING
DESCRIPTION "Orders something"
n = 100
TALK count + " " + what
RETURN count
