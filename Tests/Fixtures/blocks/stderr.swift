import Glibc
fputs("to stderr\n", stderr)
print("to stdout")
