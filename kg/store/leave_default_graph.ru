# Takes out of the default graph what only one named graph holds; that graph stands for $graph.
# Graphs that are set aside, each a validation report of its own or among $aside, are no part of
# the default graph.
PREFIX sh: <http://www.w3.org/ns/shacl#>
DELETE { ?s ?p ?o }
WHERE {
  GRAPH $graph { ?s ?p ?o }
  FILTER NOT EXISTS {
    GRAPH ?other { ?s ?p ?o }
    FILTER (?other NOT IN ($graph$aside))
    FILTER NOT EXISTS { GRAPH ?other { ?other a sh:ValidationReport } }
  }
}
