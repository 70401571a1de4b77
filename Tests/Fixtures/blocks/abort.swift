import Glibc

print("before")
abort()
