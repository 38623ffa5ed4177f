"""Stands for a program that a fork server runs: its streams and its end are the program's, its signals go there.

It is run alone, by an interpreter that imports nothing, as `launcher.py SOCKET -m MODULE …` or `… -c SCRIPT …`.
"""

import _signal
import _socket
import os
import sys

PASSED_ON = (_signal.SIGHUP, _signal.SIGINT, _signal.SIGTERM)


def main(path: str, *words: str) -> None:
    """Have the program run and end as it ends; where this is killed, the program is too."""
    server = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    server.connect(path)
    told, telling = os.pipe()
    files = b"".join(file.to_bytes(4, sys.byteorder) for file in (0, 1, 2, told))
    server.sendmsg([b"s"], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, files)])
    variables = (f"{name}={value}" for name, value in os.environ.items())
    with os.fdopen(telling, "w", encoding="utf-8", errors="surrogateescape", newline="") as text:
        text.write("\0".join((os.getcwd(), str(len(words)), *words, *variables)))  # noqa: PTH109 - pathlib takes longer to import than this to run
    for number in PASSED_ON:
        _signal.signal(number, lambda received, _frame: server.send(bytes([received])))
    for stream in range(3):
        os.close(stream)
    code = int(server.recv(16) or 1)
    if code < 0:
        _signal.signal(-code, _signal.SIG_DFL) if -code != _signal.SIGKILL else None
        os.kill(os.getpid(), -code)
    os._exit(code)


main(*sys.argv[1:])
