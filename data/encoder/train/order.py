#!/usr/bin/env python3
"""Writes interviewer/offline/pairs.txt: for each of the 40 commonest words of English grammar, those of them that follow it somewhere in
the answers of this folder, of the calibration sets and of the packs. Of half of the answers, with pairs counted in the other half, none
is taken for words in no order, and of 174 heaps of rubric words 162 are, as are all of 174 answers whose words were shuffled.
"""
import collections, glob, json, random, re
import yaml

WORDS = ('the a and is it in to with for of so that i on at we be by if then are as would from an can because no not each what or was after '
         'they has have which when this').split()
ROOT = '../../..'


def answers():
    for f in sorted(glob.glob(ROOT + '/data/calibration/*.jsonl') + glob.glob('answers/*.jsonl') + ['denied.jsonl']):
        for line in open(f):
            r = json.loads(line)
            if 'answer' in r and r.get('kind') != 'soup': yield r['answer']
    for f in sorted(glob.glob(ROOT + '/data/roles/*.yaml')):
        for q in yaml.safe_load(open(f))['questions']: yield from q['answers'].values()


def grammar(text): return list(re.findall(r"[a-z0-9']+", text.lower()))


def pairs(texts):
    out = collections.defaultdict(set)
    for words in texts:
        for a, b in zip(words, words[1:]):
            if a in WORDS and b in WORDS: out[a].add(b)
    return out


def disordered(words, known):
    both = [b in known[a] for a, b in zip(words, words[1:]) if a in WORDS and b in WORDS]
    wrong = len(both) - sum(both)
    return wrong >= 2 and 4 * wrong >= len(both)


def main():
    random.seed(1)
    texts = [grammar(a) for a in answers()]
    known = pairs(texts[::2])
    heaps, shuffled = [], []
    for f in sorted(glob.glob(ROOT + '/data/roles/*.yaml')):
        for q in yaml.safe_load(open(f))['questions']:
            terms = ' '.join(s['text'] for s in q['signals']).split(); random.shuffle(terms); heaps.append(grammar(' '.join(terms[:60])))
            strong = q['answers']['strong'].split(); random.shuffle(strong); shuffled.append(grammar(' '.join(strong)))
    for name, of in ('answers of the other half', texts[1::2]), ('heaps of rubric words', heaps), ('shuffled answers', shuffled):
        print('%s in no order: %d of %d' % (name, sum(disordered(w, known) for w in of), len(of)))
    known = pairs(texts)
    with open(ROOT + '/interviewer/offline/pairs.txt', 'w') as out:
        for a in WORDS: out.write(a + ': ' + ' '.join(b for b in WORDS if b in known[a]) + '\n')


if __name__ == '__main__':
    main()
