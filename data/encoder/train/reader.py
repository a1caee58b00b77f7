#!/usr/bin/env python3
"""Trains the reader, which reads a sentence together with the signal that is looked for and the nearest of its examples.

usage: reader.py MODEL_DIR ENCODER.pt OUT.pt [--steps N] [--hold-roles role,…] [--start READER.pt --evidence --denied]

ENCODER.pt is what train.py wrote. The reader reads the three parts as one text. Its lowest layers are the encoder's, which
both leave as they came; those above begin as they came, too. Prints its figures on the sentences and answers that were
left out.
"""
import argparse, collections, itertools, random, time
import numpy as np, torch
import torch.nn.functional as F
from transformers import BertModel
import corpus as C, train as T
from train import SORTS, VALUE

PARTS = (40, 36, 52)    # the most tokens of what is sought, of its example and of the sentence, as in the program


class Reader(torch.nn.Module):
    """What is sought, an example of it and the sentence, as one text. Says whether the sentence shows it, and whether it
    shows half of it at least; the second is only learned along."""

    def __init__(self, folder, tok, shared=3):
        super().__init__()
        bert = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation='sdpa', hidden_dropout_prob=.05,
                                         attention_probs_dropout_prob=0.)
        self.tok, self.low = tok, [bert.embeddings, bert.encoder.layer[:shared]]    # in a list, so no part of the state
        self.up = bert.encoder.layer[shared:]
        self.seg = torch.nn.Parameter(torch.zeros(2, 384))      # tells the sentence from what stands before it
        self.out = torch.nn.Linear(768, 2 * len(SORTS))
        torch.nn.init.normal_(self.out.weight, std=.02)

    def ids(self, three):
        """Tokens of the three parts, and where the sentence begins."""
        cut = [self.tok(t, add_special_tokens=False, truncation=True, max_length=n - 1 - (i == 0))['input_ids'] + [self.tok.sep_token_id]
               for i, (t, n) in enumerate(zip(three, PARTS))]
        return [self.tok.cls_token_id] + sum(cut, []), 1 + len(cut[0]) + len(cut[1])

    def forward(self, texts, heads):
        """Logits of (sought, example, sentence), each for the head of its sort: shown, and at least half shown."""
        rows = [self.ids(t) for t in texts]; n = max(len(r) for r, _ in rows)
        x, (mask, part) = torch.zeros(len(rows), n, dtype=torch.long), torch.zeros(2, len(rows), n)
        for i, (r, begin) in enumerate(rows): x[i, :len(r)], mask[i, :len(r)], part[i, begin:len(r)] = torch.tensor(r), 1, 1
        away = (1 - mask[:, None, None, :]) * -1e9
        with torch.no_grad():
            self.low[0].eval(), self.low[1].eval()
            h = self.through(self.low[1], self.low[0](input_ids=x), away)
        h = self.through(self.up, h + self.seg[part.long()], away)
        mean = (h * part[..., None]).sum(1) / part.sum(1)[:, None]
        z = self.out(torch.cat([h[:, 0], mean], 1)).view(-1, len(SORTS), 2)
        return z[torch.arange(len(rows)), torch.tensor(heads)]

    def through(self, layers, h, away):
        for l in layers:
            h = l(h, away); h = h[0] if isinstance(h, tuple) else h
        return h


class Desk:
    """What the encoder makes of answers: for every signal, the sentences nearest to it, with the nearest example."""

    def __init__(self, encoder, corpus):
        self.encoder, self.corpus = encoder, corpus
        encoder.frozen = 3
        self.bank = T.Bank(encoder, corpus.signals, 'pack')
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


LEVEL = {'shown': 2, 'partial': 1, 'absent': 0}


def lessons(corpus, desk, trained):
    """Rated sentences that show something, those that do not, and the packs' examples, each beside another example of its
    signal: lists of (texts, level, head, weight)."""
    some, none, examples = [], [], []
    for s, e, r in desk.beside([r for r in corpus.rated if r['split'] == 'dev' and r['key'] in trained]):
        (some if LEVEL[r['rating']] else none).append(((s.text, e, r['text']), LEVEL[r['rating']], s.head(), 1.))
    siblings = collections.defaultdict(list)
    for s in trained.values(): siblings[s.role, s.question].append(s)
    for s in trained.values():
        for l in C.LABELS:
            for t in s.pack[l] + random.sample(s.more[l], min(2, len(s.more[l]))):
                e = [u for u in s.pack['shown'] if u != t]
                if e: examples.append(((s.text, random.choice(e), t), LEVEL[l], s.head(), .6))
        beside = siblings[s.role, s.question]
        for o in random.sample(beside, min(2, len(beside))) if s.own else ():
            if o is not s and o.pack['shown'] and s.pack['shown']:
                examples.append(((s.text, random.choice(s.pack['shown']), random.choice(o.pack['shown'])), 0, s.head(), .6))
    return (some, none), examples


def evidence(corpus, desk, answers, trained):
    """Sentences near a signal that carry a reader's evidence for it, and those that do not. Nothing is shown by what denies it."""
    some, none = [], []
    for x in answers:
        for k, (verdict, _), near in desk.nearest(x, 3):
            if k not in trained: continue
            s, said = trained[k], x['marks'].get(k.split('/')[-1], {'e': []})['e']
            for _, t, _, e in near[:3]:
                share = C.covers(t, said)
                if verdict != 'absent' and share >= .8: some.append(((s.text, e, t), LEVEL[verdict], s.head(), 1.))
                elif verdict == 'absent' or s.own and share < .3: none.append(((s.text, e, t), 0, s.head(), .7))
    return some, none


def denials(corpus, desk, trained):
    """Sentences of answers that deny or mistake everything, near a strong signal that they do not show."""
    out = []
    for x in corpus.denied:
        for k, _, near in desk.nearest(x, 3):
            if k in trained and trained[k].kind == 'strong':
                s = trained[k]; out += [((s.text, e, t), 0, s.head(), 1. if s.own else .5) for _, t, _, e in near[:3]]
    return out


def deal(rated, examples, found, against, batch):
    """One round in batches: of rated sentences all that show something and somewhat more that do not, as many examples, or a
    quarter of that beside evidence; all denials of a question's own signals and a part of the others; like lengths together."""
    (some, none), (carry, near) = rated, found
    all = some + random.sample(none, min(len(none), int(1.3 * len(some)))) + random.sample(examples, min(len(examples), len(some) // (4 if carry else 1)))
    all += carry + random.sample(near, min(len(near), int((.8 if against else 1.2) * len(carry))))
    own, general = [[d for d in against if d[2] == h] for h in (0, 1)]
    all += own + random.sample(general, min(len(general), 1200))
    random.shuffle(all); deck = []
    for c in range(0, len(all), batch * 40):
        chunk = sorted(all[c:c + batch * 40], key=lambda x: sum(map(len, x[0])))
        batches = [chunk[i:i + batch] for i in range(0, len(chunk), batch)]
        deck += random.sample(batches, len(batches))
    return deck


def measure(reader, corpus, desk, answers, tag):
    """Rows of (head, verdict, score of the nearest, of the second, best logit, best of both) and their best F1."""
    rows = collections.defaultdict(list); reader.eval()
    for x in answers:
        texts, at = [], []
        for k, (verdict, _), near in desk.nearest(x, 2):
            s = corpus.signals[k]
            for i, t, z, e in near[:2]: texts.append((s.text, e, t)); at.append((k, s.head(), verdict, z))
        with torch.no_grad(): logits = torch.cat([reader(texts[i:i + 32], [a[1] for a in at[i:i + 32]]) for i in range(0, len(texts), 32)])[:, 0]
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
        with torch.no_grad(): z = reader([(s.text, e, r['text']) for s, e, r in part], [s.head() for s, _, _ in part])[:, 0]
        for (s, _, r), q in zip(part, z.tolist()): rows[s.head()].append((q, r['rating'] == 'shown'))
    reader.train(); T.tell(tag, rows)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('model'); ap.add_argument('encoder'); ap.add_argument('out'); ap.add_argument('--start', default='')
    ap.add_argument('--steps', type=int, default=1400); ap.add_argument('--lr', type=float, default=8e-5); ap.add_argument('--batch', type=int, default=24)
    ap.add_argument('--seed', type=int, default=0); ap.add_argument('--hold-roles', default=''); ap.add_argument('--evidence', action='store_true'); ap.add_argument('--denied', action='store_true')
    a = ap.parse_args()
    torch.manual_seed(a.seed); random.seed(a.seed)
    corpus = C.Corpus(); strange = set(filter(None, a.hold_roles.split(',')))
    encoder = T.Encoder(a.model); encoder.load_state_dict(torch.load(a.encoder), strict=False)
    trained = {k: s for k, s in corpus.signals.items() if s.role not in strange}
    sets = {'tune': [x for x in corpus.answers if x['split'] == 'tune'], 'held': [x for x in corpus.answers if x['split'] == 'held' and x['role'] not in strange]}
    sets |= {r: [x for x in corpus.answers if x['role'] == r] for r in sorted(strange)}
    desk = Desk(encoder, corpus)
    known = [x for x in corpus.answers if x['split'] == 'dev' and x['role'] not in strange] if a.evidence else []
    rated, examples = lessons(corpus, desk, trained); found = evidence(corpus, desk, known, trained)
    against = denials(corpus, desk, trained) if a.denied else []
    print(len(trained), 'signals,', ', '.join(map(str, map(len, (*rated, examples, *found, against)))), 'lessons', flush=True)

    reader = Reader(a.model, encoder.tok)
    if a.start: reader.load_state_dict(torch.load(a.start))
    opt = torch.optim.AdamW([{'params': [*reader.up.parameters(), reader.seg], 'lr': a.lr}, {'params': reader.out.parameters(), 'lr': 1e-3}], weight_decay=.01)
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda i: min(1, (i + 1) / (30 if a.evidence else 80)) * max(.03, 1 - i / a.steps))
    t0, total, deck = time.time(), 0, []
    for step in range(a.steps):
        deck = deck or deal(rated, examples, found, against, a.batch); batch = deck.pop()
        z = reader([b[0] for b in batch], [b[2] for b in batch])
        y = torch.tensor([[float(b[1] == 2), float(b[1] >= 1)] for b in batch]); weight = torch.tensor([b[3] for b in batch])
        loss = (F.binary_cross_entropy_with_logits(z, y, reduction='none').mean(1) * weight).sum() / weight.sum()
        opt.zero_grad(); loss.backward(); torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.); opt.step(); sched.step(); total += float(loss.detach())
        if (step + 1) % 50 == 0:
            print('step %d loss %.3f %.0f s' % (step + 1, total / 50, time.time() - t0), flush=True); total = 0
        if (step + 1) % 350 == 0 or step + 1 == a.steps:
            torch.save(reader.state_dict(), a.out)
            measure_rated(reader, desk, [r for r in corpus.rated if r['split'] == 'tune'], 'rated, tune')
    for tag, answers in sets.items(): measure(reader, corpus, desk, answers, tag)


if __name__ == '__main__':
    main()
