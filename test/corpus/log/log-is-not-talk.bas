DEBUG "total is " + 3
LOG_INFO("one")
LOG WARN "two"
LOG ERROR "three"
LOG DEBUG "four"
