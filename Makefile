# Shortcuts only: the scripts are the interface (the official Swift images have no make), each has a --help.
.PHONY: run test bench format lint docs setup

run test bench format lint docs setup:
	@scripts/$@
