#!/usr/bin/env python3
"""Fits the last numbers of interviewer/offline/head.go, and prints F1 on what nothing was fitted on.

    FIT=readings.jsonl go test -tags fit -run TestReadings ./interviewer/offline
    python fit.py readings.jsonl

A logistic regression on split "tune", in which every role weighs the same, weighs the scores of the two nearest sentences and what
the reader makes of the nearest ones. The threshold is set so that as much is found as a reader finds; for weak signals so that F0.5 is best, for what is
said against a candidate has to be right, and so that the second sentence weighs nothing: what stands alone must not gain by it.
What is refused as no answer, or as another question's, counts as not found, and nothing is fitted on it.
"""
import collections, json, re, sys
import numpy as np

SORTS = ('own strong', 'general strong', 'own weak', 'general weak')
SETS = {     # of genuine answers
    'tune': lambda r: r['split'] == 'tune' and not r['denied'],
    'held, backend': lambda r: not r['denied'] and r['split'] == 'held' and r['role'] == 'backend-engineer',
    'held, eight roles': lambda r: not r['denied'] and r['split'] == 'held' and r['role'] != 'backend-engineer',
    'roles never seen': lambda r: not r['denied'] and r['split'] == 'unseen',
}


def words(text): return set(re.findall(r"[a-z0-9']+", text.lower()))


def covers(sentence, evidence):
    return max((len(words(sentence) & words(e)) / max(1, len(words(e))) for e in evidence or []), default=0)


def logistic(X, y, weight, penalty=1e-2):
    X = np.c_[X, np.ones(len(X))]; b = np.zeros(X.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(X @ b, -30, 30)))
        H = (X * (weight * p * (1 - p))[:, None]).T @ X + penalty * np.eye(len(b))
        b -= np.linalg.solve(H, X.T @ (weight * (p - y)) + penalty * np.r_[b[:-1], 0])
    return b


def even(rows):
    """A weight for each row, so that all roles weigh the same; 1 in the mean."""
    n = collections.Counter(r['role'] for r in rows)
    return np.array([len(rows) / len(n) / n[r['role']] for r in rows])


def main():
    rows = [json.loads(l) for l in open(sys.argv[1])]

    def table(head, of):
        r = [x for x in rows if x['head'] == head and of(x)]
        return r, np.array([[x['first'], x['second'], x['joint']] for x in r]), np.array([x['verdict'] == 'shown' for x in r]), np.array([x['verdict'] == 'partial' for x in r]), np.array([x['read'] for x in r])

    for h, sort in enumerate(SORTS):
        r, X, shown, _, read = table(h, lambda r: r['split'] == 'tune' and not r['refused'])      # nothing is shown by what is denied
        b = logistic(X[read], shown[read], even(r)[read])
        if h > 1: b = np.insert(logistic(X[read][:, [0, 2]], shown[read], even(r)[read]), 1, 0)
        r, X, shown, partial, read = table(h, lambda r: SETS['tune'](r) and not r['refused'])
        weight = even(r); near = logistic(X[:, :2], shown.astype(float), weight)
        s = np.where(read, X @ b[:-1] + b[-1], -99); order = np.argsort(-s)
        least = lambda of: s[order][np.searchsorted(np.cumsum(weight[order]), (weight * of).sum())]
        if h < 2:
            t, half = least(shown), least(shown | partial)
        else:
            t = max(s, key=lambda c: 1.25 * (weight * ((s >= c) & shown)).sum() / (.25 * (weight * shown).sum() + (weight * (s >= c)).sum())); half = t - .45
        print('%s: first %.3f second %.3f joint %.3f offset %.3f half %.3f; nearness alone %s' % (sort, *b[:3], b[3] - t, half - t, near.round(3)))
        for name, of in SETS.items():
            r, X, shown, partial, read = table(h, of)
            if not shown.any(): continue
            s = np.where(read, X @ b[:-1] + b[-1] - t, -99); got = s >= 0
            f1 = lambda got: 2 * (got & shown).sum() / max(1, got.sum() + shown.sum())
            z = X[:, :2] @ near[:2]
            hit = [covers(x['passage'], x['evidence']) > .5 for x, g, y in zip(r, got, shown) if g and y]
            print('  %-17s n %4d  F1 %.3f (at the best threshold %.3f, by nearness alone %.3f)  precision %.2f recall %.2f  of the wrong ones half said %.2f  right sentence %.2f' % (
                name, shown.sum(), f1(got), max(f1(s >= c) for c in s), max(f1(z >= c) for c in z), shown[got].mean() if got.any() else 0, got[shown].mean(),
                partial[got & ~shown].mean() if (got & ~shown).any() else 0, np.mean(hit) if hit else 0))
        for name in ('tune', 'held', 'unseen'):
            r, X, *_, read = table(h, lambda r: r['denied'] and r['split'] == name)
            if r: print('  denied or mistaken, %s: %.2f of %d signals are found shown' % (name, (np.where(read, X @ b[:-1] + b[-1] - t, -99) >= 0).mean(), len(r)))


if __name__ == '__main__':
    main()
