"""Name what a measurement ran on: processors, system, Python, and the file system of the sites."""

import platform
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_EXT4 = Path("/proc/fs/ext4")  # what a mount really does, by device


def machine(sites: Path) -> str:
    """Name the machine, the Python at work and the file system of a folder that need not be there yet."""
    cpus = Path("/proc/cpuinfo")
    lines = cpus.read_text().splitlines() if cpus.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    model = names[0] if names else platform.machine()
    python = f"Python {platform.python_version()}"
    parts = (f"{max(1, len(names))} × {model}", platform.system(), python, file_system(sites))
    return ", ".join(filter(None, parts))


def file_system(folder: Path) -> str:
    """Name the file system below a folder, with what makes ext4 slow to delete; '' where nothing tells it."""
    if not _MOUNTS.exists():
        return ""
    mounts = [line.split() for line in _MOUNTS.read_text().splitlines()]
    above = [mount for mount in mounts if folder.resolve().is_relative_to(mount[4])]
    fields = max(above, key=lambda mount: len(mount[4]))
    kind, device, options = fields[fields.index("-") + 1 :]
    return " ".join([kind, *_peculiarities(kind, Path(device).name, options.split(","))])


def _peculiarities(kind: str, device: str, options: list[str]) -> list[str]:
    found = ["with discard"] if "discard" in options else []
    told = _EXT4 / device / "options"
    if kind == "ext4" and told.exists() and "data=" not in told.read_text():
        found.append("without a journal")
    return found
