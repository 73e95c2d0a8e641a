list = []
list.pussh(1)
