#!/bin/sh
# The default pipeline as a shell pipe, one stage a process: the same bytes as `papercut clean FILE --to json`.
# Take a stage out, put another in, or look at what passes between two of them with tee.
#
#     examples/pipe.sh page.txt | jq -r '.articles[].headline'
set -eu

file=${1:?usage: pipe.sh FILE}

papercut read "$file" |
    papercut normalize |
    papercut order |
    papercut set-aside |
    papercut despace |
    papercut build-paragraphs |
    papercut label-blocks |
    papercut separate-articles |
    papercut place-headlines |
    papercut convert |
    papercut write --to json
