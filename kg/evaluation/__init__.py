"""How well extraction reads: its facts beside those of people who annotated the same texts.

`facts`      the facts of a record and of an annotation, in the form in which they are compared
`gold`       annotated texts: which files annotate which text
`scoring`    precision, recall and F1 against one annotator or the consensus of several
`mistakes`   what was missed and what was made up, and where it stands
`measuring`  all of it for a document, and the mean over documents
`folds`      the same with what was fitted without the document
`fitting`    pipelines with what is learned from annotated texts
`selection`  which rows, classes and mistakes are shown
`tables`     the figures as tables for people
`report`     the figures as tables, Markdown, JSON and CSV
"""
