x = 2
x = x + x * (x - 5)
TALK x
x = FALSE OR x
TALK x
y = 1
z = y + bump()
TALK z + " " + y
FUNCTION bump
  y = 10
  bump = 1
END FUNCTION
