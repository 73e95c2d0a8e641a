n = 0
again:
n = n + 1
IF n < 3 THEN GOTO again
GOTO done
TALK "skipped"
done:
TALK n
