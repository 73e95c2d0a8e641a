HEAR name AS NAME
HEAR color AS COLOR
HEAR tongue AS LANGUAGE
HEAR page AS URL
HEAR id AS UUID
TALK name + " " + color + " " + tongue + " " + page + " " + id
