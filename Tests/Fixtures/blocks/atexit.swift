import Glibc

atexit { print("at exit") }
print("main")
