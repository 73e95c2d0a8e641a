PARAM size AS STRING LIKE "m" DEFAULT "l" DESCRIPTION "Size of the cup"
PARAM extras AS ARRAY DEFAULT ["sugar"]
PARAM name AS STRING
DESCRIPTION "Orders a cup"
TALK size + " with " + extras[0]
