TALK 1
x = @
