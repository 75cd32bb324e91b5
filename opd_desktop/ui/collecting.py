"""When Python's garbage collector may stop the desk, and for how long."""

import gc

#: New objects until the youngest are looked at. A day of sixty doctors makes 30,000; looking at 20,000 takes 2 ms.
_YOUNG = 20_000


def pause_collections() -> None:
    """No collection until `spare_collections`: loading the program makes much, throws away little, and would be
    interrupted three hundred times, a tenth of the time that it takes.
    """
    gc.disable()


def spare_collections() -> None:
    """Keep what the program is made of out of every collection, and let the others come less often.

    A collection of everything walks through all modules, classes and texts of the program, which takes 80 ms or more
    and comes in the midst of a key stroke. What exists when this is called is not looked at again, so call it once,
    when the program has been loaded and its data have not.
    """
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 10)
    gc.enable()
