"""A throwaway PostgreSQL: made, used, removed.

    python tools/postgres.py COMMAND …             in memory, not durable: for tests
    python tools/postgres.py --durable COMMAND …   on disk with fsync: for measurements

The command gets ``DATABASE_URL``. The server listens on a free port of this machine only, and
its password is made up for this run.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import machine

ROOM = 2 * 1024**3  # bytes that a cluster in memory may need
READY_WITHIN = 60.0  # seconds
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
COMMON = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "shared_buffers=256MB",
    "max_connections=60",
    "jit=off",
)


def parent_folder(*, durable: bool) -> str | None:
    """Memory when there is room and nothing has to last, else the usual place."""
    memory = Path("/dev/shm")  # noqa: S108 -- a private folder is made inside
    roomy = memory.is_dir() and os.access(memory, os.W_OK)
    if durable or not roomy or shutil.disk_usage(memory).free < ROOM:
        return None
    return str(memory)


def unprivileged() -> pwd.struct_passwd | None:
    """As whom the server runs: it refuses root. None when this is not root anyway."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    sys.exit("PostgreSQL refuses to run as root, and there is no other user to run it as.")


def identity(user: pwd.struct_passwd | None) -> dict[str, object]:
    """The arguments that let a child process run as ``user``."""
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def free_port() -> str:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@contextlib.contextmanager
def cluster(programs: Path, *, durable: bool = False) -> Iterator[str]:
    """Make and start a cluster; yields its database address; removes it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="renda-pg-", dir=parent_folder(durable=durable)))
    user = unprivileged()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        with serve(programs, folder, user, () if durable else FAST) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def serve(
    programs: Path, folder: Path, user: pwd.struct_passwd | None, options: tuple[str, ...]
) -> Iterator[str]:
    """Initialise and run a server in ``folder`` until the block ends."""
    data, port, password = folder / "data", free_port(), secrets.token_hex(16)
    run_as = {**identity(user), "cwd": folder, "stdin": subprocess.DEVNULL}
    secret = folder / "password"
    secret.write_text(password)
    if user:
        os.chown(secret, user.pw_uid, user.pw_gid)
    subprocess.run(
        [
            *(programs / "initdb", "--pgdata", data, "--username", "renda"),
            *("--auth", "scram-sha-256", "--pwfile", secret),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        **run_as,
    )
    settings = [part for option in (*COMMON, *options) for part in ("-c", option)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", port, *settings],
            stdout=log,
            stderr=log,
            start_new_session=True,
            **run_as,
        )
    try:
        wait(programs, folder, port, server)
        yield f"postgres://renda:{password}@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def wait(programs: Path, folder: Path, port: str, server: subprocess.Popen[bytes]) -> None:
    """Until the server answers. Ends the program with the server's own words when it does not."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        ready = subprocess.run(
            [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", port], check=False
        )
        if ready.returncode == 0:
            return
        time.sleep(0.1)
    sys.exit("PostgreSQL did not start:\n" + (folder / "log").read_text()[-2000:])


def main() -> None:
    """Run a command against a throwaway cluster, or against ``DATABASE_URL`` when it is set."""
    arguments = sys.argv[1:]
    durable = arguments[:1] == ["--durable"]
    command = arguments[1:] if durable else arguments
    if not command:
        sys.exit(__doc__)
    if os.environ.get("DATABASE_URL"):
        sys.exit(subprocess.run(command, check=False).returncode)
    programs, how = machine.need_postgres()
    if programs is None:
        sys.exit(how)
    with cluster(programs, durable=durable) as address:
        environment = {**os.environ, "DATABASE_URL": address}
        code = subprocess.run(command, env=environment, check=False).returncode
    sys.exit(code)


if __name__ == "__main__":
    main()
