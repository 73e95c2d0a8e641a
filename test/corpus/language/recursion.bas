TALK factorial(5)
TALK fib(10)
FUNCTION factorial(n)
  below = n - 1
  IF n <= 1 THEN RETURN 1
  factorial = n * factorial(below)
END FUNCTION
FUNCTION fib(n)
  IF n < 2 THEN RETURN n
  RETURN fib(n - 1) + fib(n - 2)
END FUNCTION
