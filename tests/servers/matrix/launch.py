"""Runs Synapse, and ends with whoever started it: python launch.py FOLDER -c CONFIG

The other end of standard input is the parent's. However that one ends, also by SIGKILL, the pipe closes. Then Synapse
ends too, and its folder goes with it, since nobody else is left to remove it.
"""

import os
import shutil
import signal
import sys
import threading
import time

GRACE_SECONDS = 3


def end_with_parent(folder: str) -> None:
    while os.read(0, 4096):
        pass
    # First, because the signal may end this process at once. What is open stays open without a name.
    shutil.rmtree(folder, ignore_errors=True)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, args=(sys.argv.pop(1),), daemon=True).start()
    from synapse.app.homeserver import main

    main()
