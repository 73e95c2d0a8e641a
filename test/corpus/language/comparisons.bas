a = 2
TALK a == 2
TALK a <> 2
TALK a != 3
TALK a <= 2 && a >= 2
TALK a < 2 || a > 1
TALK NOT a = 3
TALK a = 2 XOR a = 3
