"""The training data of the encoder: signals and example sentences of packs, and marked answers.

A signal's key is "pack/question/id" for a question's own and "pack//id" for a general one. Texts are as typed.
"""
import collections, glob, json, os, re
import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
ROLES = os.path.join(HERE, '..', '..', 'roles')
LABELS = ('shown', 'partial', 'absent')


class Signal:
    """One signal of a pack: what it looks for, and the example sentences that the pack carries."""

    def __init__(self, key, role, question, s, competency):
        self.key, self.role, self.question, self.id = key, role, question, s['id']
        self.kind, self.text, self.competency, self.refines = s['kind'], s['text'], competency, s.get('refines')
        self.weight = s.get('weight', 1)
        self.own = bool(question)
        self.pack = {'shown': s.get('shows') or [], 'partial': s.get('partly') or [], 'absent': s.get('not') or []}
        self.more = {l: [] for l in LABELS}     # sentences that live with the training data only

    def sentences(self, label):
        return self.pack[label] + self.more[label]

    def head(self):
        """The head that reads it: own strong, general strong, own weak, general weak."""
        return (0 if self.own else 1) + (0 if self.kind == 'strong' else 2)


class Corpus:
    def __init__(self, roles=ROLES, here=HERE):
        self.signals, self.questions, self.packs = {}, {}, {}
        for file in sorted(glob.glob(os.path.join(roles, '*.yaml'))):
            self._pack(yaml.load(open(file), Loader=getattr(yaml, 'CSafeLoader', yaml.SafeLoader)))
        file = os.path.join(here, 'sentences.jsonl')
        for r in map(json.loads, open(file)):
            s = self.signals.get(f"{r['role']}/{'' if r['question'] == 'general' else r['question']}/{r['signal']}")
            if s and r['text'] not in s.pack[r['label']]:
                s.more[r['label']].append(r['text'])
        self.answers = []
        for file in sorted(glob.glob(os.path.join(here, 'answers', '*.jsonl')) + glob.glob(os.path.join(roles, '..', 'calibration', '*.jsonl'))):
            self.answers += [json.loads(l) for l in open(file)]
        self.answers = [a for a in self.answers if 'split' in a and (a['role'], a['question']) in self.questions]
        self.denied = [a | {'marks': {}} for a in map(json.loads, open(os.path.join(here, 'denied.jsonl'))) if a['split'] == 'dev']
        self.rated = [r for r in map(json.loads, open(os.path.join(here, 'rated.jsonl'))) if r['key'] in self.signals]
        self._refuse_held()

    def _refuse_held(self):
        """Nothing of a question is trained on if its answers set thresholds or are measured."""
        held = {(a['role'], a['question']) for a in self.answers if a['split'] in ('tune', 'held', 'unseen')}
        known = [(a['role'], a['question']) for a in self.answers + self.denied if a['split'] == 'dev']
        known += [(s.role, s.question) for s in (self.signals[r['key']] for r in self.rated if r['split'] == 'dev')]
        if both := held & set(known): raise SystemExit(f'trained on and held at once: {sorted(both)}')

    def _pack(self, p):
        self.packs[p['id']] = p
        for c in p['rubric']:
            for s in c['signals']:
                if not s.get('absence'):
                    k = f"{p['id']}//{s['id']}"
                    self.signals[k] = Signal(k, p['id'], '', s, c['id'])
        for q in p['questions']:
            self.questions[p['id'], q['id']] = q
            for s in q['signals']:
                if not s.get('absence'):
                    k = f"{p['id']}/{q['id']}/{s['id']}"
                    self.signals[k] = Signal(k, p['id'], q['id'], s, s['competency'])

    def applicable(self, role, question):
        """Keys of the signals that an answer to the question is read for."""
        q = self.questions[role, question]
        refined = {s.get('refines') for s in q['signals']}
        own = [k for k, s in self.signals.items() if s.role == role and s.question == question]
        return own + [k for k, s in self.signals.items()
                      if s.role == role and not s.own and s.id not in refined and s.competency in q['probes']]


def words(t):
    return set(re.findall(r"[a-z0-9']+", t.lower()))


def covers(sentence, evidence):
    """The largest share of a piece of evidence whose words stand in the sentence."""
    return max((len(words(sentence) & words(e)) / max(1, len(words(e))) for e in evidence), default=0)


def unwrap(text):
    """A long line without a stop goes on where the next begins with a small letter, as for rubric/text.Unwrap."""
    lines = text.replace('\r', '').split('\n')
    out = lines[:1]
    for before, line in zip(lines, lines[1:]):
        goes_on = line[:1].islower() and (before.rstrip()[-1:].isalnum() or before.rstrip()[-1:] == ',') and len(before.split()) >= 6
        if goes_on:
            out[-1] += ' ' + line
        else:
            out.append(line)
    return out


def sentences(text):
    """Sentences as rubric/text cuts them, near enough for training."""
    out = []
    for line in unwrap(text):
        line = re.sub(r'^\s*(?:[-*•>]+|\d{1,2}[.)])\s+', '', line).strip()
        for s in re.split(r'(?<=[.!?;])\s+(?=\S)', line):
            if len(s) > 1 and out and len(s.split()) < 3:
                out[-1] += ' ' + s
            elif len(s) > 1:
                out.append(s)
    return out

