TALK double(4)
TALK add(1) + double(add(2, 3))

FUNCTION double(n)
  double = n * 2
END FUNCTION
FUNCTION add(a, b)
  add = a + (b OR 0)
  EXIT FUNCTION
END FUNCTION
