"""Queries in processes of their own, so that none can hang, starve or kill the service.

The engine is native code without a time-out that can be relied on. Only the end of its process
ends a query for certain, and a process is also what memory limits are for. Hence a small pool of
worker processes, each with the snapshot open for reading. The pool is our own: a 1 ms query takes
1.1 ms by way of a pipe; pebble's pool took 1.7 ms, and 4 s until a limit of 1 s really fired.

Workers are started as fresh interpreters (never forked: the service has threads) before they are
needed. A worker that breaks a limit is killed; a spare takes its place.

`service.workers.limits`   what a query may use, and what is said when it wants more
`service.workers.frames`   how a worker and the service talk over a pipe
`service.workers.child`    the worker process
`service.workers.answers`  in the worker: a query's results in the form asked for
`service.workers.process`  in the service: a handle on one worker
`service.workers.pool`     which query runs when
`service.workers.editor`   the process that makes a curator's change
"""
