PARAM who AS STRING LIKE "Ana" DESCRIPTION "Who is called"
TALK "called for " + who
