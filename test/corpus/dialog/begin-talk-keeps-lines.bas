who = "Ana"
BEGIN TALK
Dear ${who},

' this line is text, not a comment
- it's one message
END TALK
