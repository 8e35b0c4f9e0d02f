"""A signal that comes while eSpeak NG calls back must be heard, and cost no sound."""

import subprocess
import sys

LOOP = """
import os, signal, sys, threading, time
from audiobrief.pronunciation.espeak_library import synthesize_ssml
words = "<speak>" + "Le pont a rouvert mardi. " * 20 + "</speak>"
whole = synthesize_ssml(words, voice="fr", rate=175, pitch=50)
caught = 0
for turn in range(40):
    timer = threading.Timer(0.0005 * turn, os.kill, (os.getpid(), signal.SIGINT))
    heard = None
    try:
        timer.start()
        heard = synthesize_ssml(words, voice="fr", rate=175, pitch=50)
        timer.join()
        time.sleep(0.01)
    except KeyboardInterrupt:
        caught += 1
    assert heard in (None, whole), "sound is missing"
print(caught)
"""


def test_no_signal_and_no_sound_is_lost():
    done = subprocess.run([sys.executable, "-c", LOOP], capture_output=True, text=True, timeout=120)
    assert done.stderr == "" and done.stdout == "40\n", done
