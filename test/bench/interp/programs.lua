-- The five programs of the interp bench. Prints "name milliseconds result", best of N.
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
local programs = {
  { "fib", function() return fib(25) end },
  { "adds", function() local s = 0 for i = 1, 1000000 do s = s + i end return s end },
  { "sieve", function()
    local n, flags, count = 100000, {}, 0
    for i = 0, n do flags[i] = true end
    for i = 2, n do
      if flags[i] then
        count = count + 1
        local j = i + i
        while j <= n do flags[j] = false j = j + i end
      end
    end
    return count
  end },
  { "dictionary", function()
    local d, sum = {}, 0
    for i = 1, 100000 do d["k" .. i] = i end
    for i = 1, 100000 do sum = sum + d["k" .. i] end
    return sum
  end },
  { "append", function()
    local parts = ""
    for i = 1, 100000 do parts = parts .. "x" end
    return #parts
  end },
}
local rounds = tonumber(arg[1])
for _, program in ipairs(programs) do
  local best, result = math.huge, nil
  for _ = 1, rounds do
    collectgarbage()
    local start = os.clock()
    result = program[2]()
    best = math.min(best, (os.clock() - start) * 1000)
  end
  print(program[1], best, result)
end
