"use strict";
/* A multi-layer perceptron with its derivatives, on preallocated arrays.

   Matrices are Float64Arrays, row after row. `backward` is ordinary
   backpropagation. A gradient penalty needs the derivative of a derivative:
   `tangent` carries a direction v through the network forwards, which gives
   v·∇D(x) at each sample, and `backwardTangent` backpropagates through both. */

/* The three products take four terms at a time: an output is then read and
   written once for four multiplications. */

/* out = x·kernel (+ bias); x is (n, inputs), kernel (inputs, outputs). */
TG.multiply = (x, kernel, bias, out, n, inputs, outputs) => {
  for (let i = 0; i < n; i++) {
    const to = i * outputs, from = i * inputs;
    for (let j = 0; j < outputs; j++) out[to + j] = bias ? bias[j] : 0;
    let k = 0;
    for (; k + 3 < inputs; k += 4) {
      const a = x[from + k], b = x[from + k + 1], c = x[from + k + 2], d = x[from + k + 3];
      const p = k * outputs, q = p + outputs, r = q + outputs, s = r + outputs;
      for (let j = 0; j < outputs; j++) {
        out[to + j] += a * kernel[p + j] + b * kernel[q + j] + c * kernel[r + j] + d * kernel[s + j];
      }
    }
    for (; k < inputs; k++) {
      const a = x[from + k], p = k * outputs;
      for (let j = 0; j < outputs; j++) out[to + j] += a * kernel[p + j];
    }
  }
};

/* out = y·kernelᵀ; y is (n, outputs). */
TG.multiplyTransposed = (y, kernel, out, n, inputs, outputs) => {
  for (let i = 0; i < n; i++) {
    const from = i * outputs, to = i * inputs;
    let k = 0;
    for (; k + 3 < inputs; k += 4) {
      const p = k * outputs, q = p + outputs, r = q + outputs, s = r + outputs;
      let a = 0, b = 0, c = 0, d = 0;
      for (let j = 0; j < outputs; j++) {
        const value = y[from + j];
        a += value * kernel[p + j];
        b += value * kernel[q + j];
        c += value * kernel[r + j];
        d += value * kernel[s + j];
      }
      out[to + k] = a;
      out[to + k + 1] = b;
      out[to + k + 2] = c;
      out[to + k + 3] = d;
    }
    for (; k < inputs; k++) {
      let a = 0;
      for (let j = 0; j < outputs; j++) a += y[from + j] * kernel[k * outputs + j];
      out[to + k] = a;
    }
  }
};

/* gradient += xᵀ·y */
TG.addOuter = (x, y, gradient, n, inputs, outputs) => {
  let i = 0;
  for (; i + 3 < n; i += 4) {
    const p = i * outputs, q = p + outputs, r = q + outputs, s = r + outputs;
    for (let k = 0; k < inputs; k++) {
      const from = i * inputs + k, to = k * outputs;
      const a = x[from], b = x[from + inputs], c = x[from + 2 * inputs], d = x[from + 3 * inputs];
      for (let j = 0; j < outputs; j++) {
        gradient[to + j] += a * y[p + j] + b * y[q + j] + c * y[r + j] + d * y[s + j];
      }
    }
  }
  for (; i < n; i++) {
    for (let k = 0; k < inputs; k++) {
      const a = x[i * inputs + k], to = k * outputs;
      for (let j = 0; j < outputs; j++) gradient[to + j] += a * y[i * outputs + j];
    }
  }
};

/* gradient += the sum of y's rows */
TG.addRows = (y, gradient, n, outputs) => {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < outputs; j++) gradient[j] += y[i * outputs + j];
  }
};

/* Activations; `slope` and `curve`, the first and second derivative, are
   functions of the output h. */
TG.rectifier = (leak) => ({
  value: (a) => (a > 0 ? a : leak * a),
  slope: (h) => (h > 0 ? 1 : leak),
  curve: () => 0,
});
TG.ACTIVATIONS = {
  relu: TG.rectifier(0),
  leaky_relu: TG.rectifier(0.2),
  tanh: {
    value: (a) => Math.tanh(a),
    slope: (h) => 1 - h * h,
    curve: (h) => -2 * h * (1 - h * h),
  },
};

TG.Network = class {
  /* sizes: numbers of units, from the inputs to the outputs; the last layer
     is linear. most: the largest number of samples at a time. */
  constructor(sizes, activation, most) {
    this.sizes = sizes;
    this.activation = TG.ACTIVATIONS[activation];
    this.most = most;
    const pairs = sizes.slice(1).map((outputs, i) => [sizes[i], outputs]);
    const count = pairs.reduce((sum, [inputs, outputs]) => sum + (inputs + 1) * outputs, 0);
    this.parameters = new Float64Array(count);
    this.gradient = new Float64Array(count);
    let at = 0;
    this.layers = pairs.map(([inputs, outputs], i) => {
      const kernel = [at, at + inputs * outputs], bias = [kernel[1], kernel[1] + outputs];
      at = bias[1];
      const rows = (columns) => new Float64Array(most * columns);
      return {
        inputs, outputs, last: i === pairs.length - 1,
        kernel: this.parameters.subarray(...kernel), bias: this.parameters.subarray(...bias),
        kernelGradient: this.gradient.subarray(...kernel), biasGradient: this.gradient.subarray(...bias),
        out: rows(outputs), adjoint: rows(outputs), inputAdjoint: rows(inputs),
        tangent: rows(outputs), activeTangent: rows(outputs),
        tangentAdjoint: rows(outputs), inputTangentAdjoint: rows(inputs),
      };
    });
  }

  get output() { return this.layers[this.layers.length - 1].out; }

  /* Keras's GlorotUniform kernels and zero biases. */
  initialise(random) {
    for (const { kernel, bias, inputs, outputs } of this.layers) {
      const limit = Math.sqrt(6 / (inputs + outputs));
      random.uniform(kernel);
      for (let i = 0; i < kernel.length; i++) kernel[i] = limit * (2 * kernel[i] - 1);
      bias.fill(0);
    }
  }

  /* The outputs for n samples x, (n, outputs). */
  forward(x, n) {
    const { value } = this.activation;
    this.input = x;
    for (const layer of this.layers) {
      TG.multiply(x, layer.kernel, layer.bias, layer.out, n, layer.inputs, layer.outputs);
      x = layer.out;
      if (!layer.last) for (let i = 0; i < n * layer.outputs; i++) x[i] = value(x[i]);
    }
    return x;
  }

  /* From the loss's derivative by the outputs to that by the inputs, after
     `forward`. With `learn`, adds the weights' derivatives to `gradient`. */
  backward(adjoint, n, learn) {
    const { slope } = this.activation;
    for (let l = this.layers.length - 1; l >= 0; l--) {
      const layer = this.layers[l], { inputs, outputs, out } = layer;
      const before = layer.last ? adjoint : layer.adjoint;
      if (!layer.last) for (let i = 0; i < n * outputs; i++) before[i] = adjoint[i] * slope(out[i]);
      if (learn) this.learn(layer, this.inputOf(l), before, n);
      TG.multiplyTransposed(before, layer.kernel, layer.inputAdjoint, n, inputs, outputs);
      adjoint = layer.inputAdjoint;
    }
    return adjoint;
  }

  inputOf(l) { return l ? this.layers[l - 1].out : this.input; }

  learn(layer, x, adjoint, n) {
    TG.addOuter(x, adjoint, layer.kernelGradient, n, layer.inputs, layer.outputs);
    TG.addRows(adjoint, layer.biasGradient, n, layer.outputs);
  }

  /* The change of the outputs when the inputs move along v, after `forward`. */
  tangent(v, n) {
    const { slope } = this.activation;
    this.direction = v;
    for (const layer of this.layers) {
      const { inputs, outputs, out, tangent, activeTangent } = layer;
      TG.multiply(v, layer.kernel, null, tangent, n, inputs, outputs);
      if (!layer.last) for (let i = 0; i < n * outputs; i++) activeTangent[i] = tangent[i] * slope(out[i]);
      v = layer.last ? tangent : activeTangent;
    }
    return v;
  }

  /* Adds the weights' derivatives of the sum of `tangent`'s result, the
     direction held fixed, to `gradient`. */
  backwardTangent(n) {
    const { slope, curve } = this.activation;
    let adjoint = null, tangentAdjoint = null;
    for (let l = this.layers.length - 1; l >= 0; l--) {
      const layer = this.layers[l], { inputs, outputs, out, tangent } = layer;
      const before = layer.adjoint, beforeTangent = layer.tangentAdjoint;
      for (let i = 0; i < n * outputs; i++) {
        before[i] = layer.last ? 0 : adjoint[i] * slope(out[i]) + tangentAdjoint[i] * curve(out[i]) * tangent[i];
        beforeTangent[i] = layer.last ? 1 : tangentAdjoint[i] * slope(out[i]);
      }
      const v = l ? this.layers[l - 1].activeTangent : this.direction;
      TG.addOuter(v, beforeTangent, layer.kernelGradient, n, inputs, outputs);
      this.learn(layer, this.inputOf(l), before, n);
      TG.multiplyTransposed(before, layer.kernel, layer.inputAdjoint, n, inputs, outputs);
      TG.multiplyTransposed(beforeTangent, layer.kernel, layer.inputTangentAdjoint, n, inputs, outputs);
      adjoint = layer.inputAdjoint;
      tangentAdjoint = layer.inputTangentAdjoint;
    }
  }
};
