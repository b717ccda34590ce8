"""The learned part of extraction: which candidates are names, and of which class.

`segmentation`  the words of a dictionary, and the sentences that are read at a time
`endings`       how much the words that end at each character tell of each class
`columns`       what the grammar and the dictionary say of each character
`candidates`    the spans that may be names, also those of two pieces
`proposals`     what the grammar says of the candidates that are its own
`embedding`     the input layer of the encoder, multiplied beforehand
`encoder`       characters → vectors, a convolutional network
`head`          vectors of a candidate → shares of the eight classes and of no name
`weights`       `Learned`: tables of counts and the network's weights, read and written
`ranker`        the component `policykg_ranker`
`labels`        annotated documents → the class of each candidate
`trainer`       weights from documents with labels; needs PyTorch
`fitting`       annotated documents → `Learned`

Only `trainer` needs more than numpy and jieba.
"""

from kg.extraction.learned.weights import Learned, load, save

__all__ = ["Learned", "load", "save"]
