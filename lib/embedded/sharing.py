"""Who uses the embedded server: it starts with its first user and stops after its last, however that one ended.

Every user holds a shared lock on `users.lock` for its life. The keeper is a small process of its own: it gets that lock
for itself alone exactly when the last user has ended, and then stops the server. A user that comes meanwhile waits and
starts anew; a keeper that was killed is replaced by the next user; a server that was killed is started again.
"""

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

from lib.embedded import server
from lib.embedded.locks import locked, writable
from lib.errors import OrbError
from lib.settings import ROOT

LOOK_SECONDS = 0.3
PAUSE_SECONDS = 5


def share(home: Path, *, options: tuple[str, ...] = ()) -> server.Server:
    """The server of `home`, started if needed; it runs at least until this process ends."""
    with writable(home):
        _hold(home)
        with locked(home / "start.lock"):
            _ensure_keeper(home)
            return server.start(home, options=options)


def leave(home: Path) -> None:
    """Let go of the server before this process ends; it stops when nobody else uses it."""
    os.close(_locks.pop(home))


_locks: dict[Path, int] = {}
"""The open lock files of this process, by home: they are what makes it a user."""


def _hold(home: Path) -> None:
    """Hold a shared lock on the users' file until this process ends; waits while a keeper stops the server."""
    if home not in _locks:
        _locks[home] = os.open(home / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(_locks[home], fcntl.LOCK_SH)


def _ensure_keeper(home: Path) -> None:
    """Start a keeper unless one lives: it inherits the open lock file, so the lock lasts exactly as long as it does."""
    with locked(home / "keeper.lock", wait=False) as lock, (home / "keeper.log").open("ab") as log:
        if lock is not None:
            subprocess.Popen(
                [sys.executable, "-m", "lib.embedded.sharing", str(home), str(lock)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=(lock,),
            )


def keep(home: Path, lock: int) -> None:
    """Watch over the server of `home` until its last user has ended, then stop it.

    The keeper's `lock` is let go before the users' file is: who waited there must find that no keeper lives.
    """
    with (home / "users.lock").open("ab") as users:
        while not _is_alone(users.fileno()):
            time.sleep(LOOK_SECONDS)
            _revive(home)
        server.stop(home)
        os.close(lock)


def _is_alone(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _revive(home: Path) -> None:
    """Start the server again where it was killed under its users."""
    try:
        with locked(home / "start.lock", wait=False) as lock:
            if lock is not None and server.find(home) is None and (home / "data").exists():
                server.start(home)
    except (OrbError, OSError) as error:
        print(error, file=sys.stderr, flush=True)
        time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    keep(Path(sys.argv[1]), int(sys.argv[2]))
