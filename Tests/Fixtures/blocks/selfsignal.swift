import Glibc

print("before")
kill(getpid(), SIGABRT)
while true { sleep(1) }
