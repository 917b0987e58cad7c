"""What to type for each program, written beside its files."""

INSPECT = """# Inspect

`tasks.py` and `principles.jsonl` for [Inspect](https://inspect.aisi.org.uk) (inspect_ai; checked with
0.3.285).

    pip install inspect_ai torch transformers peft accelerate
    inspect eval tasks.py --model hf/local -M model_path=MODEL -M do_sample=false \\
      --model-role grader=PROVIDER/MODEL
    inspect eval tasks.py --model hf/local -M model_path=../../models/sft -M tokenizer_path=MODEL \\
      -M do_sample=false --model-role grader=PROVIDER/MODEL
    inspect eval tasks.py --model vllm/MODEL:/ABSOLUTE/PATH/TO/models/sft --temperature 0 \\
      --model-role grader=PROVIDER/MODEL

The first measures the model before training, the second after it with transformers (the adapter's base model
is found by the path in its `adapter_config.json`), the third with vLLM; all take the most probable token
(transformers refuses a temperature of 0, so it is told not to sample). Without `--model-role grader=` a
model grades its own answers, which says little, and with a small model nothing.
"""

PROMPTFOO = """# promptfoo

`promptfooconfig.yaml` for [promptfoo](https://promptfoo.dev) (checked with 0.123.1, which wants Node 22 or
later).

    vllm serve MODEL --served-model-name before --enable-lora --lora-modules after=../../models/sft
    npx promptfoo@0.123.1 validate config -c promptfooconfig.yaml
    npx promptfoo@0.123.1 eval -c promptfooconfig.yaml --no-cache

The configuration expects the models "before", "after" and "judge" at http://127.0.0.1:8000/v1; change the
`apiBaseUrl` of the judge to where a larger model is. Each test asks for one principle, by a rubric (for each
model) and by `select-best` (which of the two). `select-best` shows the judge the answers in one order only,
and small judges follow the order: the run's own adherence measure asks in both.

PROMPTFOO_DISABLE_TELEMETRY=1 and PROMPTFOO_DISABLE_UPDATE=1 keep it from calling home.
"""

LM_EVAL = """# lm-eval

`concord_margins.yaml` and its data for [lm-eval](https://github.com/EleutherAI/lm-evaluation-harness)
(checked with 0.4.13), and the standard tasks by name:

    lm_eval --model hf --model_args pretrained=MODEL,dtype=float32 --tasks concord_margins --include_path . \\
      --apply_chat_template
    lm_eval --model hf --model_args pretrained=MODEL,peft=../../models/sft,dtype=float32 \\
      --tasks concord_margins --include_path . --apply_chat_template
    lm_eval --model hf --model_args pretrained=MODEL,peft=../../models/sft --tasks mmlu --num_fewshot 5
    lm_eval --model hf --model_args pretrained=MODEL,peft=../../models/sft --tasks gsm8k
    lm_eval --model hf --model_args pretrained=MODEL,peft=../../models/sft --tasks bbq
    lm_eval --model vllm --tasks mmlu --num_fewshot 5 \\
      --model_args pretrained=MODEL,lora_local_path=../../models/sft,enable_lora=True

The standard tasks download their data. Measure every model with and without the adapter, with the same
options: only the difference says what training did.
"""

ALL = """# Formats for other programs

| folder | program | what it measures |
|---|---|---|
| `inspect/` | Inspect | does a model graded by another keep to each principle |
| `promptfoo/` | promptfoo | the same by rubric, and which of two models is better |
| `lm_eval/` | lm-eval | the answer pairs as multiple choice; MMLU, GSM8K and BBQ by name |

Texts of people and models are plain text here: marks of templates and of chats are broken up by a space.
"""
