m = #{a: 1, "b c": [1, -2, 3.5]}
n = {
  "x": m.a,
  y: NOTHING
}
TALK m["b c"][1] + " " + n.x
e = NEW OBJECT
e.k = TRUE
l = NEW ARRAY
l[0] = 'single'
TALK e.k + " " + l[0]
