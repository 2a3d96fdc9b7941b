"""A call in a process of its own: what goes over a bound, crashes or hangs there is told, and hurts nothing else."""

import math
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from malspar.extractor import bounded
from malspar.extractor.bounded import MIB, Bounds
from malspar.models.errors import Refused, Unreadable

FEW = Bounds(seconds=1, memory=512 * MIB, output=MIB)
SPIN = "while True: pass"
SWELL = "kept = []\nwhile True: kept.append(bytes(1_000_000))"


@pytest.mark.parametrize(
    ("function", "argument", "error", "says"),
    [
        (exec, SPIN, Refused, "more than 1 s"),
        (exec, SWELL, Refused, "too large"),
        (eval, "[" * 90 + "]" * 90 + ".x" * 100_000, Refused, "too deeply nested"),
        (bytes, 2 * MIB, Refused, "gives more than 1 MiB"),
        (math.sqrt, -1, Unreadable, "please report it (ValueError"),
        (os._exit, 3, Unreadable, "crash (exit code 3)"),
        (signal.raise_signal, signal.SIGSEGV, Unreadable, "crash (SIGSEGV)"),
        (signal.raise_signal, signal.SIGKILL, Refused, "memory"),
    ],
)
def test_a_call_that_goes_wrong_is_told_and_the_next_works(
    function: object, argument: object, error: type[Exception], says: str
) -> None:
    start = time.monotonic()
    with pytest.raises(error, match=says.replace("(", r"\(").replace(")", r"\)")):
        bounded.call(function, argument, bounds=FEW)  # type: ignore[arg-type]
    assert time.monotonic() - start < 30
    assert bounded.call(math.sqrt, 4.0, bounds=FEW) == 2.0


def test_what_neither_computes_nor_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bounds, "patience", 0.5)
    with pytest.raises(Refused, match="more than 1 s"):
        bounded.call(time.sleep, 60, bounds=FEW)


def test_a_process_is_used_again_and_its_time_counts_for_each_call() -> None:
    bounded.close()
    first = bounded.call(os.getpid)
    for _ in range(4):
        bounded.call(
            exec, "import time\nwhile time.process_time() % 1 < 0.6: pass\nwhile time.process_time() % 1 > 0.6: pass", bounds=FEW
        )
    assert bounded.call(os.getpid) == first != os.getpid()


def test_a_process_that_has_swollen_is_not_used_again() -> None:
    bounded.close()
    first = bounded.call(os.getpid)
    assert bounded.call(exec, "import builtins; builtins.kept = b'x' * 700_000_000") is None
    assert bounded.call(os.getpid) != first


def test_what_is_printed_there_is_no_answer() -> None:
    assert bounded.call(exec, "import os; print('x'); os.write(1, b'y'); os.write(2, b'z')") is None


def test_a_file_in_the_current_folder_is_no_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bounded.close()
    (tmp_path / "pickle.py").write_text("raise SystemExit(9)", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert bounded.call(math.sqrt, 4.0) == 2.0


def test_threads_have_processes_of_their_own() -> None:
    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(bounded.call, exec, "import time; time.sleep(0.3)") for _ in range(2)]
        others = bounded._CELLS._at_work
        while len(others) < 2 and not all(call.done() for call in calls):
            time.sleep(0.01)
        assert len(others) == 2
        assert [call.result() for call in calls] == [None, None]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_of_an_executor_do_not_share_them(method: str) -> None:
    first = bounded.call(os.getpid)
    with ProcessPoolExecutor(1, get_context(method)) as pool:
        assert pool.submit(bounded.call, os.getpid).result() != first
    assert bounded.call(os.getpid) == first


def test_closing_ends_those_at_work_too() -> None:
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(bounded.call, time.sleep, 60)
        while not bounded._CELLS._at_work:
            time.sleep(0.01)
        bounded.close()
        with pytest.raises(Refused):
            call.result(timeout=10)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_ends_with_its_caller_in_the_middle_of_its_work(how: signal.Signals, tmp_path: Path) -> None:
    told = tmp_path / "pid"
    work = f"import os; open({str(told)!r}, 'w').write(str(os.getpid()))\nwhile True: pass"
    code = f"from malspar.extractor import bounded; bounded.call(exec, {work!r})"
    caller = subprocess.Popen([sys.executable, "-c", code])
    while not (told.exists() and told.read_text()):
        time.sleep(0.01)
    caller.send_signal(how)
    caller.wait()
    end = time.monotonic() + 10
    while Path(f"/proc/{told.read_text()}").exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not Path(f"/proc/{told.read_text()}").exists()
