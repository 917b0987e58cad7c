"""Tokenizers with the chat formats in wide use, made in a moment: a token for each byte and each mark."""

from dataclasses import dataclass
from functools import cache
from typing import Any

USUAL = "{% for m in messages %}"
NEXT = "{% endfor %}{% if add_generation_prompt %}"


@dataclass(frozen=True)
class ChatFormat:
    """A chat template, its control tokens, and the words that begin a turn where no token does."""

    name: str
    template: str
    control: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    special: tuple[str, ...] = ()
    """Those that the tokenizer also counts among its special tokens; the others it only adds."""
    composes: bool = False
    """Whether the tokenizer composes (NFKC) and lower-cases a text before it looks for its tokens."""


FORMATS = (
    ChatFormat(
        "chatml",
        USUAL
        + "<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n"
        + NEXT
        + "<|im_start|>assistant\n{% endif %}",
        ("<|im_start|>", "<|im_end|>", "<|endoftext|>"),
        special=("<|im_end|>",),
    ),
    ChatFormat(
        "llama 3",
        "<|begin_of_text|>"
        + USUAL
        + "<|start_header_id|>{{ m['role'] }}<|end_header_id|>\n\n{{ m['content'] | trim }}<|eot_id|>"
        + NEXT
        + "<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}",
        ("<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"),
        special=("<|begin_of_text|>",),
    ),
    ChatFormat(
        "mistral",
        "<s>"
        + USUAL
        + "{% if m['role'] == 'user' %}[INST] {{ m['content'] }} [/INST]"
        + "{% else %} {{ m['content'] }}</s>{% endif %}"
        + NEXT
        + "{% endif %}",
        ("<s>", "</s>", "[INST]", "[/INST]"),
        special=("<s>", "</s>"),
    ),
    ChatFormat(
        "vicuna",
        USUAL
        + "{% if m['role'] == 'user' %}USER: {{ m['content'] }} "
        + "{% else %}ASSISTANT: {{ m['content'] }}</s>{% endif %}"
        + NEXT
        + "ASSISTANT:{% endif %}",
        ("</s>",),
        ("USER:", "ASSISTANT:"),
        special=("</s>",),
    ),
    ChatFormat(
        "alpaca",
        USUAL
        + "{% if m['role'] == 'user' %}### Instruction:\n{{ m['content'] }}\n\n{% else %}"
        + "### Response:\n{{ m['content'] }}</s>\n\n{% endif %}"
        + NEXT
        + "### Response:\n{% endif %}",
        ("</s>",),
        ("### Instruction:", "### Response:", "###"),
        special=("</s>",),
    ),
    ChatFormat(
        "unheard of",
        USUAL + "@@{{ m['role'] }}>>{{ m['content'] }}«fin»\n" + NEXT + "@@assistant>>{% endif %}",
        ("@@", ">>", "«fin»"),
        special=("«fin»",),
        composes=True,
    ),
)


@cache
def tokenizer_of(chat: ChatFormat) -> Any:
    """Return a Hugging Face tokenizer of this format."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    made = Tokenizer(models.BPE({character: place for place, character in enumerate(alphabet)}, []))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    if chat.composes:
        made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    made.add_tokens(
        [AddedToken(mark, special=mark in chat.special, normalized=chat.composes) for mark in chat.control]
    )
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=made, eos_token=chat.special[-1])
    tokenizer.chat_template = chat.template
    return tokenizer


def shape_of(chat: ChatFormat, rendered: str) -> list[str]:
    """Return the control tokens of a rendered conversation in their order, then its turn words."""
    tokenizer = tokenizer_of(chat)
    control = {number: token.content for number, token in tokenizer.added_tokens_decoder.items()}
    tokens = tokenizer(rendered, add_special_tokens=False)["input_ids"]
    words = [f"{word} x {rendered.count(word)}" for word in chat.words]
    return [control[token] for token in tokens if token in control] + words
