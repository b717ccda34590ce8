"""Where the graph lives: a folder with an embedded Oxigraph.

    STORE/policykg.json     the marker: what this is, which snapshot is current, which documents
    STORE/snapshots/<n>/    the snapshots, each a RocksDB of Oxigraph that is never changed again

A build writes a new snapshot, sharing files with the one before, and then replaces the marker.
Who has a snapshot open keeps it, and nobody sees a half-built graph. Locks are those of POSIX
(flock), which end with the process that holds them.

`kg.store.reading`    open a store and query it
`kg.store.writing`    make the next snapshot
`kg.store.marker`     the marker
`kg.store.curation`   what curators correct, and how it survives builds
`kg.store.history`    who corrected what, and when
`kg.store.changing`   make the next snapshot for a curator's change
`kg.store.updating`   SPARQL 1.1 Update
"""

from kg.store.marker import Marker, StoredDocument
from kg.store.reading import GraphStore, open_store

__all__ = ["GraphStore", "Marker", "StoredDocument", "open_store"]
