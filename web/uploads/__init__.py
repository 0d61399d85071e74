"""What people send as files: looked at, made anew where possible, kept by digest.

``pictures`` and ``documents`` say what may come in; each file is opened in a process
``apart``, so that a hostile one can harm nothing else. ``store`` keeps what was good,
and ``sweeping`` deletes what nothing shows any more.
"""
