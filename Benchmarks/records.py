"""The form of a measurement's record, and how one gets to Chapters/measured (Documentation/Decisions/0007-measurement.md)."""
import datetime, json, os, platform, sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = os.path.join(ROOT, "Chapters/measured")


def machine():
    cpu = next((l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.machine())
    memory = next(int(l.split()[1]) // 1024 for l in open("/proc/meminfo") if l.startswith("MemTotal"))
    return {"cpu": cpu, "cores": os.cpu_count(), "memory": memory, "kernel": platform.release()}


def base(name, command, rounds):
    """A record without its values."""
    return {
        "format": 1, "name": name, "command": command, "machine": machine(),
        "date": datetime.date.today().isoformat(), "rounds": rounds,
    }


def replace(path, text):
    """The whole of the new text or the whole of the old."""
    with open(path + ".draft", "w") as file:
        file.write(text)
    os.replace(path + ".draft", path)
    print(f"wrote {os.path.relpath(path, ROOT)}", file=sys.stderr, flush=True)


def write(name, record):
    os.makedirs(OUT, exist_ok=True)
    text = json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    replace(os.path.join(OUT, name + ".json"), text)
