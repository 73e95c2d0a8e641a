RETURN fib(25)

FUNCTION fib(n)
  IF n < 2 THEN RETURN n
  RETURN fib(n - 1) + fib(n - 2)
END FUNCTION
