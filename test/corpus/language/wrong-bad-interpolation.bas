TALK "sum ${1 +} and ${name}"
