#!/usr/bin/env python3
"""Prints how two readers agree: F1 of "shown" between the marks of the answers and those of second.jsonl, by sort of signal."""
import collections, json, os
import corpus

SORTS = ('own strong', 'general strong', 'own weak', 'general weak')


def main():
    c = corpus.Corpus(); first = {a['id']: a for a in c.answers}
    same, said, n = collections.Counter(), collections.Counter(), 0
    for r in map(json.loads, open(os.path.join(corpus.HERE, 'second.jsonl'))):
        if r['id'] not in first: continue
        n += 1; one = first[r['id']]['marks']
        for key in c.applicable(r['role'], r['question']):
            s = c.signals[key]; a, b = (m.get(s.id, {}).get('v') == 'shown' for m in (one, r['marks']))
            same[s.head()] += a and b; said[s.head()] += a + b
    print('%d answers, every %.1fth' % (n, len(first) / n))
    for h, sort in enumerate(SORTS): print('%s: F1 %.2f (%d and %d of it the same)' % (sort, 2 * same[h] / said[h], said[h], 2 * same[h]))


if __name__ == '__main__':
    main()
