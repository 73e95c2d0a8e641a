"""The five programs of the interp bench. Prints "name milliseconds result", best of N."""
import sys
import time


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def adds():
    s = 0
    for i in range(1, 1000001):
        s = s + i
    return s


def sieve():
    n = 100000
    flags = []
    for i in range(0, n + 1):
        flags.append(True)
    count = 0
    for i in range(2, n + 1):
        if flags[i]:
            count = count + 1
            j = i + i
            while j <= n:
                flags[j] = False
                j = j + i
    return count


def dictionary():
    d = {}
    for i in range(1, 100001):
        d["k" + str(i)] = i
    total = 0
    for i in range(1, 100001):
        total = total + d["k" + str(i)]
    return total


def append():
    s = ""
    for i in range(100000):
        s = s + "x"
    return len(s)


programs = [("fib", lambda: fib(25)), ("adds", adds), ("sieve", sieve), ("dictionary", dictionary), ("append", append)]
for name, program in programs:
    best = float("inf")
    for _ in range(int(sys.argv[1])):
        start = time.perf_counter()
        result = program()
        best = min(best, (time.perf_counter() - start) * 1000)
    print(name, best, result, sep="\t")
