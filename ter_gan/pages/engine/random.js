"use strict";
/* Random numbers that a seed decides: sfc32 (Chris Doty-Humphrey's "small fast
   counter", which passes PractRand) and the Box-Muller transform. */

TG.Random = class {
  /* seed and stream: whole numbers; streams of one seed are independent. */
  constructor(seed, stream = 0) {
    this.state = Int32Array.of(seed, stream, 0x2545f491, 1);
    for (let i = 0; i < 16; i++) this.bits();
  }

  /* A whole number from 0 to 2^32 - 1. */
  bits() {
    const s = this.state;
    const sum = (s[0] + s[1] + s[3]) | 0;
    s[3] = s[3] + 1;
    s[0] = s[1] ^ (s[1] >>> 9);
    s[1] = s[2] + (s[2] << 3);
    s[2] = ((s[2] << 21) | (s[2] >>> 11)) + sum;
    return sum >>> 0;
  }

  /* A number in [0, 1). */
  next() { return this.bits() / 4294967296; }

  /* A whole number from 0 to n - 1. */
  below(n) { return Math.floor(this.next() * n); }

  /* Fills an array from U(0, 1). */
  uniform(out) {
    for (let i = 0; i < out.length; i++) out[i] = this.next();
  }

  /* Fills an array from N(0, 1), two numbers at a time. */
  normal(out) {
    for (let i = 0; i < out.length; i += 2) {
      const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
      const angle = 2 * Math.PI * this.next();
      out[i] = radius * Math.cos(angle);
      if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle);
    }
  }

  /* Fills an array with latents: "normal" is N(0, 1), "uniform" U(-1, 1). */
  latents(law, out) {
    if (law === "normal") { this.normal(out); return; }
    this.uniform(out);
    for (let i = 0; i < out.length; i++) out[i] = 2 * out[i] - 1;
  }
};
