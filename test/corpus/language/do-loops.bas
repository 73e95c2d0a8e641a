n = 0
DO WHILE n < 2
  n = n + 1
LOOP
TALK n
DO UNTIL n >= 4
  n = n + 1
LOOP
TALK n
DO
  n = n - 1
LOOP WHILE n > 2
TALK n
DO
  n = n + 10
LOOP UNTIL n > 20
TALK n
