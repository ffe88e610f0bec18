"""Writes the reference values that the engine's tests compare with: BertForPreTraining of transformers, on torch, in
double precision. Small odd sizes, so that a transposed or misaligned tensor cannot pass.

    pip install -r requirements.txt && python makeFixtures.py

Every weight is random, biases and LayerNorms too, and rounded to float32 before use. Arrays are base64 of little-endian
float32 or int32. The fixtures are committed; run this only to change them.
"""

import base64
import json
import pathlib

import numpy
import torch
from transformers import BertConfig, BertForPreTraining

FOLDER = pathlib.Path(__file__).parent / "fixtures"


def encode(array):
    array = numpy.asarray(array)
    kind = "<i4" if array.dtype.kind in "iu" else "<f4"
    return base64.b64encode(array.astype(kind).tobytes()).decode()


def tensors(named):
    return [{"name": name, "shape": list(t.shape), "data": encode(t.detach().numpy())} for name, t in named]


def make_model(seed, **sizes):
    """A model whose every parameter is drawn from N(0, 0.3), LayerNorm weights around 1."""
    config = BertConfig(hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, attn_implementation="eager", **sizes)
    model = BertForPreTraining(config).double().train()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            values = 0.3 * torch.randn(parameter.shape, generator=generator)
            if name.endswith("LayerNorm.weight"):
                values += 1
            parameter.copy_(values.float().double())
    return config, model


def make_batch(config, seed, lengths, seq_length, masked, max_predictions):
    """One sequence for each length, padded to `seq_length`; `masked[i]` predictions in sequence i."""
    random = numpy.random.default_rng(seed)
    size = len(lengths)
    ids = numpy.zeros((size, seq_length), int)
    types = numpy.zeros((size, seq_length), int)
    mask = numpy.zeros((size, seq_length), int)
    positions = numpy.zeros((size, max_predictions), int)
    labels = numpy.zeros((size, max_predictions), int)
    weights = numpy.zeros((size, max_predictions))
    for i, length in enumerate(lengths):
        ids[i, :length] = random.integers(5, config.vocab_size, length)
        ids[i, 0] = 2
        types[i, length // 2 : length] = 1
        mask[i, :length] = 1
        positions[i, : masked[i]] = numpy.sort(random.choice(numpy.arange(1, length), masked[i], replace=False))
        labels[i, : masked[i]] = random.integers(5, config.vocab_size, masked[i])
        weights[i, : masked[i]] = 1
    return {
        "batchSize": size, "seqLength": seq_length, "maxPredictions": max_predictions,
        "inputIds": ids, "attentionMask": mask, "tokenTypeIds": types,
        "maskedLmPositions": positions, "maskedLmIds": labels, "maskedLmWeights": weights,
        "nextSentenceLabels": random.integers(0, 2, size),
    }  # fmt: skip


def forward(model, batch):
    """MLM logits at the predicted positions [B, P, V], NSP logits, and both losses as means."""
    output = model(
        input_ids=torch.tensor(batch["inputIds"]),
        attention_mask=torch.tensor(batch["attentionMask"]),
        token_type_ids=torch.tensor(batch["tokenTypeIds"]),
    )
    rows = torch.arange(batch["batchSize"])[:, None]
    logits = output.prediction_logits[rows, torch.tensor(batch["maskedLmPositions"])]
    used = torch.tensor(batch["maskedLmWeights"]) > 0
    mlm = torch.nn.functional.cross_entropy(logits[used], torch.tensor(batch["maskedLmIds"])[used])
    pairs = torch.tensor(batch["nextSentenceLabels"])
    nsp = torch.nn.functional.cross_entropy(output.seq_relationship_logits, pairs)
    return logits, output.seq_relationship_logits, mlm, nsp


def training(model, batches, steps, options):
    """AdamW with the exclusions of the Hugging Face Trainer, global-norm clipping, linear schedule with warmup."""
    decayed = [p for n, p in model.named_parameters() if "bias" not in n and "LayerNorm" not in n]
    plain = [p for n, p in model.named_parameters() if "bias" in n or "LayerNorm" in n]
    groups = [{"params": decayed, "weight_decay": options["weightDecay"]}, {"params": plain, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, betas=(options["beta1"], options["beta2"]), eps=options["epsilon"])
    rows = []
    for step in range(steps):
        rate = options["learningRate"] * min(step / options["warmupSteps"], (steps - step) / (steps - options["warmupSteps"]))
        for group in optimizer.param_groups:
            group["lr"] = rate
        _, _, mlm, nsp = forward(model, batches[step % len(batches)])
        optimizer.zero_grad()
        (options["mlm"] * mlm + options["nsp"] * nsp).backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), options["clipNorm"])
        optimizer.step()
        rows.append({"learningRate": rate, "mlmLoss": mlm.item(), "nspLoss": nsp.item(), "gradNorm": norm.item()})
    return rows


def write(name, seed, sizes, batches, steps, options):
    config, model = make_model(seed, **sizes)
    batches = [make_batch(config, seed + i, *batch) for i, batch in enumerate(batches)]
    before = tensors(model.named_parameters())
    logits, pair_logits, mlm, nsp = forward(model, batches[0])
    (mlm + nsp).backward()
    gradients = tensors((n, p.grad) for n, p in model.named_parameters())
    fixture = {
        "config": {
            "vocabSize": config.vocab_size, "hiddenSize": config.hidden_size,
            "numHiddenLayers": config.num_hidden_layers, "numAttentionHeads": config.num_attention_heads,
            "intermediateSize": config.intermediate_size, "hiddenAct": config.hidden_act,
            "hiddenDropoutProb": 0, "attentionProbsDropoutProb": 0,
            "maxPositionEmbeddings": config.max_position_embeddings, "typeVocabSize": config.type_vocab_size,
            "initializerRange": 0.02, "layerNormEps": config.layer_norm_eps, "padTokenId": 0,
        },
        "weights": before,
        "batches": [{k: encode(v) if isinstance(v, numpy.ndarray) else v for k, v in b.items()} for b in batches],
        "mlmLogits": encode(logits.detach()), "nspLogits": encode(pair_logits.detach()),
        "mlmLoss": mlm.item(), "nspLoss": nsp.item(), "gradients": gradients,
        "training": {"options": options, "steps": training(model, batches, steps, options)},
        "finalWeights": tensors(model.named_parameters()),
    }  # fmt: skip
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps(fixture))
    print(path.name, path.stat().st_size)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    adam = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.1, "learningRate": 5e-3, "warmupSteps": 4}
    write(
        "gelu", 1,
        dict(vocab_size=37, hidden_size=12, num_hidden_layers=2, num_attention_heads=3, intermediate_size=20,
             hidden_act="gelu", max_position_embeddings=11),
        # Padding, one sequence with a single prediction, one with none; unequal counts for the accumulation test.
        [([9, 6, 4], 9, [3, 1, 0], 3), ([8, 9, 3], 9, [3, 1, 1], 3), ([9, 5, 7], 9, [2, 1, 2], 3)],
        12, {**adam, "clipNorm": 1.0, "mlm": 1.0, "nsp": 1.0},
    )  # fmt: skip
    write(
        "geluNew", 5,
        dict(vocab_size=29, hidden_size=10, num_hidden_layers=1, num_attention_heads=2, intermediate_size=17,
             hidden_act="gelu_new", max_position_embeddings=7),
        # No padding, as long as the position table, first a single masked position in all.
        [([7, 7], 7, [1, 0], 2), ([7, 7], 7, [2, 2], 2)],
        10, {**adam, "clipNorm": 0.5, "mlm": 0.9, "nsp": 0.1},
    )  # fmt: skip
