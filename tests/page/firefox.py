"""Debian's Firefox, driven by Marionette, the protocol that is built into it: messages of JSON over a socket, each
after its length in bytes and a colon."""

import json
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from tests.waiting import wait_until

NAMES = ("firefox-esr", "firefox")
# Seconds after which an answer does not come any more.
_PATIENCE = 120
# Keys by the names that pages have for them, as WebDriver writes them.
_KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Escape": "\ue00c",
    "PageDown": "\ue00f",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}
# What a script is answered while another page is just being opened.
_LEAVING = ("unloaded", "AbortError", "no such window", "can't access dead object")
_PREFERENCES = {
    "marionette.port": 0,
    "media.autoplay.default": 0,
    "media.volume_scale": "0.0",
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
}


def find_firefox():
    return next(filter(None, map(which, NAMES)), None)


class Firefox:
    """A running browser. `call` sends a command of Marionette and returns its result."""

    def __init__(self, connection):
        self._socket, self._number, self._rest = connection, 0, b""
        self._receive()  # its greeting
        self.call("WebDriver:NewSession", {"capabilities": {}})

    def call(self, command, parameters=None):
        self._number += 1
        message = json.dumps([0, self._number, command, parameters or {}]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, number, error, result = self._receive()
        assert number == self._number
        if error:
            raise AssertionError(f"{command}: {error['error']}: {error['message']}")
        return result

    def open(self, address):
        self.call("WebDriver:Navigate", {"url": address})

    def run(self, script, *arguments):
        """Run a function body in the page, or a promise of it; return what it gives."""
        code = (
            f"const done = arguments[arguments.length - 1]; (async () => {{ {script} }})()"
            ".then((value) => done({ value: value ?? null }), (error) => done({ error: `${error}` }));"
        )
        given = self.call("WebDriver:ExecuteAsyncScript", {"script": code, "args": list(arguments)})["value"]
        assert given is not None, f"{script}: the page was unloaded"
        assert "error" not in given, f"{script}: {given['error']}"
        return given["value"]

    def wait(self, condition, *arguments):
        """Wait until an expression of the page, or of the one that is being opened, holds."""
        return wait_until(lambda: self._ask(condition, *arguments))

    def _ask(self, condition, *arguments):
        try:
            return self.run(f"return {condition};", *arguments)
        except AssertionError as error:
            if any(reason in str(error) for reason in _LEAVING):
                return None
            raise

    def click(self, finder):
        """Click, as with a mouse, the element that an expression of the page gives."""
        found = self.call("WebDriver:ExecuteScript", {"script": f"return {finder};", "args": []})["value"]
        self.call("WebDriver:ElementClick", {"id": next(iter(found.values()))})

    def press(self, *keys):
        """Press keys together, such as Control and a letter."""
        values = [_KEYS.get(key, key) for key in keys]
        actions = [{"type": "keyDown", "value": value} for value in values]
        actions += [{"type": "keyUp", "value": value} for value in reversed(values)]
        self.call("WebDriver:PerformActions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def type(self, text):
        """Type into the field that has the focus."""
        found = self.call("WebDriver:GetActiveElement")["value"]
        self.call("WebDriver:ElementSendKeys", {"id": next(iter(found.values())), "text": text})

    def read_clipboard(self):
        script = """const text = {};
            const found = Cc["@mozilla.org/widget/transferable;1"].createInstance(Ci.nsITransferable);
            found.init(null);
            found.addDataFlavor("text/plain");
            Services.clipboard.getData(found, Services.clipboard.kGlobalClipboard);
            found.getTransferData("text/plain", text);
            return text.value.QueryInterface(Ci.nsISupportsString).data;"""
        return self._run_inside(script)

    def list_faults(self, address):
        """The errors and warnings that the console has of pages at this address, such as what a policy forbade."""
        script = """return Services.console.getMessageArray()
            .filter((message) => message instanceof Ci.nsIScriptError && message.sourceName.startsWith(arguments[0]))
            .map((message) => message.errorMessage);"""
        return self._run_inside(script, address)

    def _run_inside(self, script, *arguments):
        """Run a function body in the browser itself."""
        self.call("Marionette:SetContext", {"value": "chrome"})
        try:
            return self.call("WebDriver:ExecuteScript", {"script": script, "args": list(arguments)})["value"]
        finally:
            self.call("Marionette:SetContext", {"value": "content"})

    def _receive(self):
        while b":" not in self._rest:
            self._read()
        length, _, self._rest = self._rest.partition(b":")
        while len(self._rest) < int(length):
            self._read()
        message, self._rest = self._rest[: int(length)], self._rest[int(length) :]
        return json.loads(message)

    def _read(self):
        data = self._socket.recv(1 << 16)
        assert data, "Firefox has gone"
        self._rest += data


@contextmanager
def running_firefox(preferences=None):
    """Firefox without a window, with a new profile and more preferences, until the block ends."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        profile = Path(name)
        wanted = _PREFERENCES | (preferences or {})
        lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in wanted.items()]
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        command = [find_firefox(), "--headless", "--marionette", "--remote-allow-system-access", "--profile", name]
        process = subprocess.Popen(
            [*command, "--no-remote"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            port = profile / "MarionetteActivePort"
            told = wait_until(lambda: process.poll() is not None or (port.exists() and port.read_text()))
            assert process.poll() is None, "Firefox has ended"
            with socket.create_connection(("127.0.0.1", int(told)), _PATIENCE) as connection:
                yield Firefox(connection)
        finally:
            process.terminate()
            process.wait(_PATIENCE)
