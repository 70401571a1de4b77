"""Whole programs on each allocator: sqlite, redis, Python and git, with work that allocates.

A program is a process with the allocator preloaded; rounds are interleaved over the allocators. Times are CPU time of the
program (of redis: of the server), memory is the peak of what was resident; both as ratios to glibc's, round by round, and of
these the median. A program that is not on this machine is left out by name.
"""
import json, os, resource, shutil, statistics, subprocess, tempfile, time

import allocator

ROOT = allocator.ROOT
SQL = """create table t(a integer primary key, b text, c text);
with recursive n(i) as (select 1 union all select i + 1 from n where i < 400000)
insert into t select i, hex(i * 7919 % 1000003), printf('row %d of many', i) from n;
create index x on t(b); create index y on t(c, b);
select count(*), max(b), sum(length(c)) from t where b between '1' and '5';
delete from t where a % 3 = 0; update t set c = b || c where a % 5 = 0; select count(*), sum(length(c)) from t;
"""
PYTHON = """
import json, re, collections
text = json.dumps([{'id': i, 'name': 'n%d' % (i % 977), 'tags': ['t%d' % (i * k % 31) for k in range(6)]} for i in range(60000)])
for _ in range(3):
    rows = json.loads(text)
    counts = collections.Counter(tag for row in rows for tag in row['tags'])
    words = re.findall(r'n\\d+', text)
    table = {row['id']: sorted(row['tags']) for row in rows}
print(len(words), len(table), counts.most_common(1))
"""


def timed(command, library, folder, text=None, **variables):
    """CPU seconds and KiB of a process and its children."""
    environment = dict(os.environ, LD_PRELOAD=library, **variables)
    # GNU time is not everywhere; a shell in between would count, too. So a child of ours is asked, in a process of its own.
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        result = subprocess.run(command, cwd=folder, env=environment, input=text, text=True, capture_output=True)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        os.write(writer, json.dumps([result.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss, result.stderr[-300:]]).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        status, seconds, memory, errors = json.load(answer)
    os.waitpid(child, 0)
    if status != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {status}: {errors}")
    return seconds, memory


def sqlite(library, folder):
    return timed(["sqlite3", ":memory:"], library, folder, SQL)


def python(library, folder):
    return timed(["/usr/bin/python3", "-c", PYTHON], library, folder, PYTHONMALLOC="malloc", PYTHONHASHSEED="0")


def git(library, folder):
    copy = os.path.join(folder, "copy")
    if not os.path.exists(copy):
        subprocess.run(["git", "clone", "--quiet", "--bare", "--no-hardlinks", ROOT, copy], check=True)
    return timed(["git", "-C", copy, "repack", "-a", "-d", "-f", "-q", "--depth=50", "--window=30", "--threads=1"], library, folder)


def redis(library, folder):
    """The server's share alone: what redis-benchmark does is the same under each."""
    socket = os.path.join(folder, "socket")
    server = subprocess.Popen(
        ["redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", folder],
        env=dict(os.environ, LD_PRELOAD=library), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            if os.path.exists(socket):
                break
            time.sleep(0.05)
        subprocess.run(
            ["redis-benchmark", "-s", socket, "-q", "-n", "300000", "-P", "16", "-r", "200000", "-d", "120",
             "-t", "set,get,lpush,hset,sadd,lrange_100"], check=True, capture_output=True)
        with open(f"/proc/{server.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        with open(f"/proc/{server.pid}/status") as status:
            memory = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), memory
    finally:
        server.terminate()
        server.wait()


PROGRAMS = {"sqlite": (sqlite, "sqlite3"), "redis": (redis, "redis-benchmark"), "python": (python, "/usr/bin/python3"), "git": (git, "git")}


def programs(work):
    """Every program, by allocator: ratios to glibc, with the smallest and the largest of the rounds."""
    libraries = allocator.allocators()
    values = {}
    for program, (run, needed) in PROGRAMS.items():
        if not shutil.which(needed):
            print(f"{program} is left out: there is no {needed}")
            continue
        seen = {name: [] for name in libraries}
        with tempfile.TemporaryDirectory() as kept:
            for turn in range(allocator.ROUNDS):
                names = list(libraries) if turn % 2 == 0 else list(reversed(libraries))
                for name in names:
                    # redis would start with what another allocator's server has left; git's copy is the same for all.
                    if program == "git":
                        seen[name].append(run(libraries[name], kept))
                        continue
                    with tempfile.TemporaryDirectory() as folder:
                        seen[name].append(run(libraries[name], folder))
        values[f"{program}.glibc.seconds"] = round(statistics.median(cpu for cpu, _ in seen["glibc"]), 3)
        for name in libraries:
            if name == "glibc":
                continue
            ratios = sorted(one[0] / base[0] for one, base in zip(seen[name], seen["glibc"]))
            memory = statistics.median(one[1] for one in seen[name]) / statistics.median(base[1] for base in seen["glibc"])
            values[f"{program}.{name}.time"] = round(statistics.median(ratios), 3)
            values[f"{program}.{name}.least"], values[f"{program}.{name}.most"] = round(ratios[0], 3), round(ratios[-1], 3)
            values[f"{program}.{name}.memory"] = round(memory, 2)
    values["version"] = ", ".join(allocator.version(name) for name in libraries if name != "ours")
    return values


RECORDS = {"malloc-programs": programs}
