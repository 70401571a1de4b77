"""Other people's packages, cloned at their versions; and how the benchmarks speak and run things."""
import os, subprocess, sys


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(command, allowed=(0,), **options):
    """What a command prints; an error with its last words when it ends otherwise than allowed."""
    result = subprocess.run(command, capture_output=True, text=True, **options)
    if result.returncode not in allowed:
        raise RuntimeError(f"{' '.join(command)} ended with {result.returncode}:\n{result.stderr[-2000:]}")
    return result.stdout


def cloned(folder, owner, name, version):
    """The package's folder below `folder`, at that version."""
    folder = os.path.join(folder, name)
    if not os.path.exists(folder):
        run(["git", "-c", "advice.detachedHead=false", "clone", "--quiet", "--depth", "1", "--branch", version,
             f"https://github.com/{owner}/{name}", folder])
    at = run(["git", "-C", folder, "describe", "--tags", "--exact-match"]).strip()
    if at != version:
        raise RuntimeError(f"{folder} holds {at}, not {version}; remove it")
    return folder
