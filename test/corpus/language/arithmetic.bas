TALK 2 + 3 * 4 ^ 2
TALK (2 + 3) * 4
TALK -2 ^ 2
TALK 7 \ 2
TALK 7 MOD 3
TALK 10 / 4
TALK "a" & 1 & "b"
TALK 1 + "2"
a = 5
TALK -a + +a * -1
