#!/usr/bin/env python3
"""Trains the reader, which reads a sentence together with the signal that is looked for and the nearest of its examples.

usage: reader.py MODEL_DIR ENCODER.pt OUT.pt [--steps N] [--hold-roles role,…]

ENCODER.pt is what train.py wrote. The reader begins where the encoder's lowest layers end, which both leave as they came,
so what these make of a text is made once. Prints its figures on the answers that were left out.
"""
import argparse, collections, copy, itertools, random, time
import numpy as np, torch
import torch.nn.functional as F
import corpus as C, train as T
from train import SORTS, VALUE


class Reader(torch.nn.Module):
    """Layers above the encoder's lowest ones, over the rows of what is sought, an example of it and the sentence."""

    def __init__(self, encoder, shared=3, layers=2):
        super().__init__()
        self.encoder, self.shared, self.low = [encoder], shared, {}
        self.up = torch.nn.ModuleList(copy.deepcopy(encoder.enc.encoder.layer[shared:shared + layers]))
        self.seg = torch.nn.Parameter(torch.zeros(3, 384))      # tells the three parts apart
        self.out = torch.nn.Linear(768, len(SORTS))
        for p in self.parameters(): p.requires_grad_(True)

    def lower(self, texts):
        e = self.encoder[0]; e.frozen = self.shared
        new = [t for t in dict.fromkeys(texts) if t not in self.low]
        for i in range(0, len(new), 512):
            part = new[i:i + 512]
            for t, h in zip(part, e.lower(e.tok(part, truncation=True, max_length=64)['input_ids'])): self.low[t] = h.half()
        return [self.low[t].float() for t in texts]

    def forward(self, texts, heads):
        """Logits of (sought, example, sentence), each for the head of its sort."""
        parts = [self.lower(t) for t in texts]
        n = [sum(map(len, p)) for p in parts]
        h, mask, first, last = torch.zeros(len(n), max(n), 384), *torch.zeros(3, len(n), max(n))
        for i, p in enumerate(parts):
            h[i, :n[i]] = torch.cat([x + self.seg[j] for j, x in enumerate(p)])
            mask[i, :n[i]], first[i, :len(p[0])], last[i, n[i] - len(p[2]):n[i]] = 1, 1, 1
        h = self.encoder[0].layers(h, mask, self.up)
        mean = lambda m: (h * m[..., None]).sum(1) / m.sum(1)[:, None]
        return self.out(torch.cat([mean(last), mean(first)], 1)).gather(1, torch.tensor(heads)[:, None])[:, 0]


class Desk:
    """What the encoder makes of answers: for every signal, the sentences nearest to it, with the nearest example."""

    def __init__(self, encoder, corpus, answers):
        self.encoder, self.corpus = encoder, corpus
        encoder.frozen = 3
        keys = [k for x in answers for k in corpus.applicable(x['role'], x['question'])] + [r['key'] for r in corpus.rated]
        self.bank = T.Bank(encoder, {k: corpus.signals[k] for k in keys}, 'pack')
        encoder.eval()

    def beside(self, rated):
        """Rated sentences as (signal, nearest example, rating)."""
        for k, rs in itertools.groupby(sorted(rated, key=lambda r: r['key']), lambda r: r['key']):
            rs = list(rs); s, shows = self.corpus.signals[k], self.bank.groups(k)[0]
            with torch.no_grad(): at = (self.encoder.embed([r['text'] for r in rs]) @ shows.T).argmax(1).tolist() if len(shows) else []
            for i, r in enumerate(rs): yield s, s.pack['shown'][at[i]] if at else s.text, r

    def nearest(self, answer, top):
        """Per signal: key, verdict, places of the evidence, and the first `top` sentences as (place, text, score, example)."""
        w = C.sentences(answer['answer'])[:40]
        keys = self.corpus.applicable(answer['role'], answer['question']); verdicts = T.targets(answer, keys, w)
        with torch.no_grad(): E = self.encoder.embed(w)
        for k in keys:
            s, shows = self.corpus.signals[k], self.bank.groups(k)[0]
            with torch.no_grad(): z = self.encoder.score(E, self.bank.text(k), self.bank.groups(k), s.head())
            example = lambda i: s.pack['shown'][int((E[i] @ shows.T).argmax())] if len(shows) else s.text
            order = list(dict.fromkeys(z.argsort(descending=True).tolist()[:top] + verdicts[k][1]))
            yield k, verdicts[k], [(i, w[i], float(z[i]), example(i)) for i in order]


def lessons(corpus, desk, answers, trained, examples):
    """(texts, target, head, weight): rated sentences, evidence of readers, the nearest sentences that are none, and the packs' examples."""
    out, rated = [], set()
    for s, e, r in desk.beside([r for r in corpus.rated if r['split'] == 'dev' and r['key'] in trained]):
        rated.add((s.key, r['text']))
        out.append((s.text, [e], r['text'], VALUE[r['rating']], s.head(), 2.))
    for x in answers:
        for k, (verdict, hit), near in desk.nearest(x, 2):
            if k not in trained: continue
            s, evidence = trained[k], x['marks'].get(k.split('/')[-1], {'e': []})['e']
            for i, t, _, e in near:
                if (k, t) in rated: continue
                if i in hit: out.append((s.text, [e], t, VALUE[verdict], s.head(), 1.))
                elif not evidence or s.own and C.covers(t, evidence) < .3: out.append((s.text, [e], t, 0., s.head(), .7))
    siblings = collections.defaultdict(list)
    for k, s in trained.items():
        if s.own: siblings[s.role, s.question].append(k)
    for k, s in trained.items():
        for l in C.LABELS:
            for t in s.sentences(l):
                e = [u for u in s.pack['shown'] if u != t]
                if e and random.random() < examples: out.append((s.text, e, t, VALUE[l], s.head(), .7))
        if s.own and s.pack['shown']:
            for o in random.sample(siblings[s.role, s.question], min(3, len(siblings[s.role, s.question]))):
                if o != k and trained[o].sentences('shown'):
                    out.append((s.text, s.pack['shown'], random.choice(trained[o].sentences('shown')), 0., s.head(), .7))
    return out


def measure(reader, corpus, desk, answers, tag):
    """Rows of (head, verdict, score of the nearest, of the second, best logit, best of both) and their best F1."""
    rows = collections.defaultdict(list); reader.eval()
    for x in answers:
        texts, at = [], []
        for k, (verdict, _), near in desk.nearest(x, 2):
            s = corpus.signals[k]
            for i, t, z, e in near[:2]: texts.append((s.text, e, t)); at.append((k, s.head(), verdict, z))
        with torch.no_grad(): logits = torch.cat([reader(texts[i:i + 32], [a[1] for a in at[i:i + 32]]) for i in range(0, len(texts), 32)])
        by = collections.defaultdict(list)
        for (k, h, v, z), q in zip(at, logits.tolist()): by[k, h, v].append((z, q))
        for (k, h, v), l in by.items():
            joint = max(l, key=sum)[1]
            rows[h].append((l[0][0], l[1][0] if len(l) > 1 else l[0][0] - 2, joint, max(map(sum, l)), v == 'shown', v == 'partial'))
    reader.train()
    for h, r in sorted(rows.items()):
        r = np.array(r, float); y = r[:, 4]
        best = lambda s: max(2 * ((s >= t) & (y > 0)).sum() / ((s >= t).sum() + y.sum()) for t in s)
        print('  %s %-14s n %3d: nearest %.3f, read %.3f, both %.3f' % (tag, SORTS[h], y.sum(), best(r[:, 0]), best(r[:, 2]), best(r[:, 3])), flush=True)
    return rows


def measure_rated(reader, desk, rated, tag):
    """How well the logit tells sentences rated as shown from the rest: area under the curve, and best F1."""
    rows = collections.defaultdict(list); reader.eval(); all = list(desk.beside(rated))
    for i in range(0, len(all), 32):
        part = all[i:i + 32]
        with torch.no_grad(): z = reader([(s.text, e, r['text']) for s, e, r in part], [s.head() for s, _, _ in part])
        for (s, _, r), q in zip(part, z.tolist()): rows[s.head()].append((q, r['rating'] == 'shown'))
    reader.train(); T.tell(tag, rows)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('model'); ap.add_argument('encoder'); ap.add_argument('out'); ap.add_argument('--start', default='')
    ap.add_argument('--steps', type=int, default=2000); ap.add_argument('--lr', type=float, default=1.5e-4); ap.add_argument('--batch', type=int, default=24)
    ap.add_argument('--seed', type=int, default=0); ap.add_argument('--hold-roles', default=''); ap.add_argument('--examples', type=float, default=1.)    # share of the packs' own
    a = ap.parse_args()
    torch.manual_seed(a.seed); random.seed(a.seed)
    corpus = C.Corpus(); strange = set(filter(None, a.hold_roles.split(',')))
    encoder = T.Encoder(a.model); encoder.load_state_dict(torch.load(a.encoder), strict=False)
    trained = {k: s for k, s in corpus.signals.items() if s.role not in strange}
    known = [x for x in corpus.answers if x['split'] == 'dev' and x['role'] not in strange]
    sets = {'tune': [x for x in corpus.answers if x['split'] == 'tune'], 'held': [x for x in corpus.answers if x['split'] == 'held' and x['role'] not in strange]}
    sets |= {r: [x for x in corpus.answers if x['role'] == r] for r in sorted(strange)}
    desk = Desk(encoder, corpus, known + sum(sets.values(), []))
    all = lessons(corpus, desk, known, trained, a.examples)
    print(len(trained), 'signals,', len(known), 'answers,', len(all), 'lessons', flush=True)

    reader = Reader(encoder)
    if a.start: reader.load_state_dict(torch.load(a.start))
    opt = torch.optim.AdamW([{'params': reader.up.parameters(), 'lr': a.lr}, {'params': [reader.seg], 'lr': 1e-3}, {'params': reader.out.parameters(), 'lr': 1e-3}], weight_decay=.01)
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda i: min(1, (i + 1) / 100) * max(.02, 1 - i / a.steps))
    t0, total, deck = time.time(), 0, []
    for step in range(a.steps):
        if len(deck) < a.batch:     # lessons of like length together
            order = random.sample(range(len(all)), len(all))
            for c in range(0, len(order), a.batch * 40):
                chunk = sorted(order[c:c + a.batch * 40], key=lambda i: len(all[i][0]) + len(all[i][2]))
                batches = [chunk[i:i + a.batch] for i in range(0, len(chunk), a.batch)]
                deck += sum(random.sample(batches, len(batches)), [])
        batch, deck = [all[i] for i in deck[:a.batch]], deck[a.batch:]
        z = reader([(s, random.choice(e), t) for s, e, t, *_ in batch], [b[4] for b in batch])
        weight = torch.tensor([b[5] for b in batch])
        loss = (F.binary_cross_entropy_with_logits(z, torch.tensor([b[3] for b in batch]), reduction='none') * weight).sum() / weight.sum()
        opt.zero_grad(); loss.backward(); torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.); opt.step(); sched.step(); total += float(loss.detach())
        if (step + 1) % 50 == 0:
            print('step %d loss %.3f %.0f s' % (step + 1, total / 50, time.time() - t0), flush=True); total = 0
        if (step + 1) % 500 == 0:
            torch.save(reader.state_dict(), a.out)
            measure_rated(reader, desk, [r for r in corpus.rated if r['split'] == 'tune'], 'rated, tune')
    torch.save(reader.state_dict(), a.out)
    measure_rated(reader, desk, [r for r in corpus.rated if r['split'] == 'tune'], 'rated, tune')
    for tag, answers in sets.items(): measure(reader, corpus, desk, answers, tag)


if __name__ == '__main__':
    main()
