// Package encoder turns sentences into vectors whose angles say how close their meanings are: the forward pass of a small BERT (all-MiniLM-L6-v2 and
// what is fine-tuned from it), with its tokenizer, in pure Go and a little assembly.
package encoder
