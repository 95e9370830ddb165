import sys

from heapscope.command import main

if __name__ == "__main__":
    # The program that is run becomes `__main__`; this module is known as the agent's, so that captures leave it out.
    __name__ = "heapscope.__main__"
    sys.modules[__name__] = sys.modules["__main__"]
    main()
