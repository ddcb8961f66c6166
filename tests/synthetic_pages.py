"""Daily Papers pages that nobody pasted, with the truth about them.

A page is made from the titles and abstracts of the five real listings and from odd ones
written for it, in any layout, with any header, metadata, language and paragraphing that real
pages show. What a reader must find in it is known, so a parser can be graded on pages it has
never seen.
"""

from __future__ import annotations

import random
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.five_listings import real_entries

if TYPE_CHECKING:
    from collections.abc import Iterable

ODD_TITLES: Final = {
    "header words": ["New", "Subscribe", "Today", "Subscribe to Learn", "SubscribeNet: Mailing Lists "
        "as Graphs", "New Frontiers in Vision", "New", "Daily Papers", "Models", "Subscribers Matter",
        "Newton's Method Revisited", "Trending Papers", "Papers", "Datasets", "Learn", "Search"],
    "dates and numbers": ["May 2024", "1984", "2048", "Mar 14", "April 1st", "Nov 20, 2026", "3",
        "Yesterday", "42", "2001: A Space Odyssey of Attention", "6 authors walk into a bar"],
    "ends a sentence": ["Less is more.", "Attention is all you need!", "Do transformers think?",
        "Memory is all you need.", "Scaling laws do not scale.", "Why? Because!", "What is next? ...",
        "This paper is not about transformers.", "We are all learners.", "We need to talk."],
    "lower case": ["attention is all you need", "word2vec explained", "i-RevNet: deep invertible "
        "networks", "node2vec", "tinyML", "diffusion models beat gans on image synthesis",
        "xLSTM", "mixup: beyond empirical risk minimization", "on the opportunities of scale"],
    "capitals": ["BERT", "ATTENTION IS ALL YOU NEED", "GPT-4", "DALL-E", "LIMA", "S4",
        "LARGE LANGUAGE MODELS ARE HUMAN-LEVEL PROMPT ENGINEERS", "R1", "AI"],
    "digits and Greek": ["3D Gaussian Splatting", "4M: Massively Multimodal Masked Modeling",
        "γ-MoD: Exploring Mixture-of-Depth Adaptation", "β-VAE", "π_0: A Flow Model for Control",
        "100 Days After DeepSeek-R1", "1-bit LLMs", "λ-calculus of attention", "2D or not 2D"],
    "long": ["A Very Long Title About " + "Learning Representations and " * 6 + "Nothing Else",
        "On the Number of Words One Can Put Into a Title Before the Reader, Who Came for a Result, "
        "Leaves: A Longitudinal, Multi-Site, Randomized Study of Attention, Memory and Patience in "
        "Large Language Models"],
    "punctuated": ["Memory^3: Language Modeling with Explicit Memory", "<SEG> is all you need",
        "\"Why Should I Trust You?\": Explaining the Predictions of Any Classifier",
        "(Almost) Free Lunch: Ensembles", "[CLS] Tokens, Revisited", "C++ or Rust?",
        "What, when, and where? -- Self-Supervised Grounding", "Don't Stop Pretraining",
        "f(x) = 0", "Model A vs. Model B: A Fair Fight", "U-Net v. Everyone",
        "Dr. Jekyll and Mr. Hyde: Two Faces of LLMs", "¿Qué aprenden los modelos?", "???", "..."],
}  # fmt: skip

SHORT_ABSTRACTS: Final = (
    "We study X.",
    "We show that it works.",
    "No.",
    "A survey.",
    "This is a short note on attention.",
    "We prove that every model is wrong, and that some of them are useful.",
    "This paper has been withdrawn by the authors.",
    "Transformers are large. We make them small.",
    "We present a 3B-parameter model trained on 10T tokens, and release it.",
    "Attention is not explanation? We find that it depends on the task, the data and the reader.",
)

LANGUAGES: Final = {
    "Chinese": [("大型语言模型中的位置编码", "我们研究了大型语言模型中的位置编码。实验表明,该方法在长文本任务上优于现有方法。代码已经公开。"),
        ("注意力机制综述", "本文对注意力机制进行了系统的综述,涵盖了近年来的主要进展。我们讨论了其在视觉与语言任务中的应用,并指出了未来的研究方向。" * 3)],
    "Japanese": [("大規模言語モデルにおける記憶の仕組み", "本研究では、大規模言語モデルが事実をどのように記憶するかを調べる。実験の結果、中間層が重要であることが分かった。"),
        ("トランスフォーマーは考えるのか?", "本論文では、トランスフォーマーの推論能力を評価するための新しいベンチマークを提案する。" * 4)],
    "Korean": [("대규모 언어 모델의 위치 인코딩", "본 논문에서는 대규모 언어 모델의 위치 인코딩을 연구한다. 실험 결과 제안한 방법이 기존 방법보다 우수함을 보였다."),],
    "Russian": [("Внимание — это всё, что вам нужно", "Мы предлагаем новую архитектуру нейронной сети, основанную только на механизме внимания. Эксперименты показывают, что качество перевода выше, чем у существующих моделей."),
        ("Память больших языковых моделей", "В этой работе мы изучаем, как большие языковые модели хранят факты. Мы показываем, что средние слои играют решающую роль. " * 3)],
    "Arabic": [("الانتباه هو كل ما تحتاجه", "نقدم في هذه الورقة بنية جديدة للشبكات العصبية تعتمد على آلية الانتباه فقط. تظهر التجارب أن النموذج المقترح يتفوق على النماذج السابقة."),],
    "Hindi": [("बड़े भाषा मॉडल में स्मृति", "हम इस शोधपत्र में बड़े भाषा मॉडल की स्मृति का अध्ययन करते हैं। प्रयोग दिखाते हैं कि मध्य परतें महत्वपूर्ण हैं।"),],
    "German": [("Über die Grenzen großer Sprachmodelle", "Wir untersuchen, wie große Sprachmodelle Fakten speichern. Unsere Experimente zeigen, dass mittlere Schichten entscheidend sind, und wir veröffentlichen den Code."),
        ("Aufmerksamkeit genügt", "In dieser Arbeit zeigen wir, dass Aufmerksamkeit allein genügt.")],
    "French": [("L'attention suffit-elle ?", "Nous étudions le rôle de l'attention dans les grands modèles de langue. Nos résultats montrent qu'elle ne suffit pas toujours."),],
    "Spanish": [("Modelos de lenguaje pequeños", "Presentamos una familia de modelos de lenguaje pequeños. Los experimentos muestran que superan a modelos diez veces mayores."),],
    "Hebrew": [("תשומת לב היא כל מה שצריך", "אנו מציגים ארכיטקטורה חדשה המבוססת על תשומת לב בלבד. הניסויים מראים שיפור משמעותי לעומת מודלים קודמים."),],
    "Thai": [("แบบจำลองภาษาขนาดใหญ่สำหรับภาษาไทย", "เรานำเสนอแบบจำลองภาษาขนาดใหญ่สำหรับภาษาไทย ผลการทดลองแสดงให้เห็นว่าแบบจำลองของเราดีกว่าแบบจำลองเดิม และเราเผยแพร่ข้อมูลทั้งหมด"),],
}  # fmt: skip

SECOND_PARAGRAPHS: Final = (
    "Code is available at https://github.com/example/code.",
    "Code: https://github.com/example/code",
    "Our code and models are available at https://example.github.io/ .",
    "The project page is at https://example.github.io/page/",
    "https://github.com/example/code",
    "Furthermore, we find that the effect grows with scale. It does not vanish after fine-tuning.",
    "Our results suggest that much of what was taken for reasoning is retrieval. We release the data.",
    "In extensive experiments on six benchmarks, the method gains 3.2 points over the baseline, "
    "at a tenth of the cost, and keeps doing so when the context grows.",
    "Project Page: https://example.github.io/page/",
    "Keywords: attention, memory, transformers",
)  # fmt: skip

BULLETS: Final = (
    ("• a new benchmark of 300 tasks;", "• a baseline that solves half of them;", "• an analysis."),
    ("- We release the data.", "- We release the model.", "- We release the code."),
    ("(1) we define the task,", "(2) we collect the data, and", "(3) we train the model."),
    ("1. A dataset of one million pages.", "2. A model that reads them."),
)

DATES: Final = ("Mar 14", "Today", "Nov 20, 2026", "Yesterday", "Jun 3", "Dec 31, 2024", "May 1")
PEOPLE: Final = ("taesiri", "akhaliq", "Jane Doe", "ZhangWei-AI", "someone_42", "Li")
ORGANIZATIONS: Final = ("OCC", "DeepMind", "Alibaba Group", "Hugging Face", "Tsinghua University")


@dataclass(slots=True)
class Truth:
    """What is to be found of one entry; `line` is filled in as the page is written."""

    category: str
    title: str
    paragraphs: tuple[str, ...]
    date: str = ""
    author_count: int | None = None
    upvotes: int | None = None
    comments: int | None = None
    submitted_by: str = ""
    organization: str = ""
    line: int = 0

    @property
    def abstract(self) -> str:
        """The abstract as a parser gives it."""
        return "\n\n".join(self.paragraphs)


@dataclass(slots=True)
class SyntheticPage:
    """A page, its truth, and how it was made."""

    style: str
    lines: list[str] = field(default_factory=list)
    entries: list[Truth] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    """One letter a line: b, t, a or m."""

    @property
    def text(self) -> str:
        """The page as pasted."""
        return "\n".join(self.lines) + "\n"


def make_page(seed: int, *, entries: int | None = None) -> SyntheticPage:
    """The page of a seed."""
    return _Writer(random.Random(seed), entries).write()


class _Writer:
    def __init__(self, dice: random.Random, entries: int | None) -> None:
        self.dice = dice
        self.layout = dice.choice(("spaced", "spaced", "tight", "tight", "paired"))
        self.spaced = self.layout == "spaced"
        self.wrap = dice.choice((72, 80)) if dice.random() < 0.15 else 0
        self.metadata = dice.choice(
            ("none", "none", "authors", "authors", "search", "daily", "one line")
        )
        self.oddity = dice.choice((0.0, 0.1, 0.3))
        self.count = entries or dice.randint(1, 10)
        self.page = SyntheticPage(
            f"{self.layout}{' wrapped' if self.wrap else ''}, {self.metadata}"
        )
        self.after_header = False

    def write(self) -> SyntheticPage:
        where = self.dice.choice(("top", "top", "top", "middle", "both", "none"))
        middle = self.dice.randrange(1, self.count) if self.count > 1 else 0
        if where in ("top", "both"):
            self.header()
        for number in range(self.count):
            if number and number == middle and where in ("middle", "both"):
                if self.dice.random() < 0.5:
                    self.footer()
                self.header()
            self.entry(last=number == self.count - 1)
        if self.dice.random() < 0.3 and self.page.entries[-1].category != "cut off":
            self.footer()
        return self.page

    def put(self, kind: str, *texts: str, close: bool = False) -> None:
        """Write paragraphs; `close` leaves no empty line between them, as metadata blocks do."""
        for at, text in enumerate(texts):
            lines = (
                textwrap.wrap(text, self.wrap, break_long_words=False, break_on_hyphens=False)
                if self.wrap and kind in "at"
                else [text]
            )
            self.page.lines += lines
            self.page.kinds += kind * len(lines)
            if self.spaced and not (close and at < len(texts) - 1):
                self.page.lines.append("")
                self.page.kinds.append("b")
        self.after_header = kind == "b"

    def header(self) -> None:
        pick = self.dice.random
        parts = []
        if pick() < 0.2:
            parts += ["Hugging Face's logo", "Hugging Face", "Models", "Datasets", "Spaces", "Docs",
                      "Enterprise", "Pricing", "Log In", "Sign Up"]  # fmt: skip
        if pick() < 0.5:
            parts.append(self.dice.choice(("new", "New")))
        if pick() < 0.4:
            parts.append("Get trending papers in your email inbox once a day!")
        parts.append("Get trending papers in your email inbox!")
        self.glue = pick() < 0.35
        if not self.glue:
            parts.append("Subscribe")
            if pick() < 0.6:
                parts.append("Daily Papers")
            if pick() < 0.7:
                parts.append(
                    self.dice.choice(
                        ("by AK and the research community", "byAK and the research community")
                    )
                )
            if pick() < 0.2:
                parts += ["Daily", "Weekly", "Monthly", "Trending Papers"]
            if pick() < 0.5:
                parts.append(self.dice.choice(DATES))
        self.put("b", *parts)

    def footer(self) -> None:
        self.put("b", *self.dice.choice((
            ("Previous", "Next"),
            ("System theme", "Company", "TOS", "Privacy", "About", "Careers", "Website", "Models",
             "Datasets", "Spaces", "Pricing", "Docs"),
            ("Previous", "1", "2", "3", "...", "100", "Next", "Company", "© Hugging Face", "TOS",
             "Privacy", "About", "Jobs"),
            ("Load more",),
        )))  # fmt: skip

    glue = False

    def entry(self, *, last: bool) -> None:
        truth = self.truth(last=last)
        if self.layout == "paired" and self.page.lines:
            self.page.lines.append("")
            self.page.kinds.append("b")
        self.before(truth)
        title = truth.title
        if self.glue and self.after_header:
            title, self.glue = f"Subscribe{title}", False
        truth.line = len(self.page.lines) + 1
        self.put("t", title)
        if truth.paragraphs:
            self.put("a", *truth.paragraphs)
        if truth.category != "cut off":
            self.after(truth)
        self.page.entries.append(truth)

    def truth(self, *, last: bool) -> Truth:
        dice = self.dice
        title, abstract = dice.choice(real_entries())
        category = "real"
        paragraphs: tuple[str, ...] = (abstract,)
        draw = dice.random()
        if draw < self.oddity:
            category = dice.choice(sorted(ODD_TITLES))
            title = dice.choice(ODD_TITLES[category])
        elif draw < 2 * self.oddity:
            category = "language"
            title, abstract = dice.choice(LANGUAGES[dice.choice(sorted(LANGUAGES))])
            paragraphs = (abstract.strip(),)
        elif draw < 3 * self.oddity:
            category = dice.choice(("short", "none", "paragraphs", "bullets", "split", "cut off"))
            if category == "cut off" and not last:
                category = "short"
            paragraphs = self.paragraphs(category, abstract)
        return Truth(category, title, paragraphs)

    def paragraphs(self, category: str, abstract: str) -> tuple[str, ...]:
        dice = self.dice
        match category:
            case "short":
                return (dice.choice(SHORT_ABSTRACTS),)
            case "none":
                return ()
            case "paragraphs":
                return abstract, *dice.sample(SECOND_PARAGRAPHS, dice.choice((1, 1, 2)))
            case "bullets":
                return f"{abstract} Our contributions are:", *dice.choice(BULLETS)
            case "split":
                stops = [
                    at + 1 for at in range(80, len(abstract) - 80) if abstract[at : at + 2] == ". "
                ]
                cut = dice.choice(stops) if stops else len(abstract)
                return tuple(
                    part.strip() for part in (abstract[:cut], abstract[cut:]) if part.strip()
                )
            case _:
                return (abstract[: dice.randrange(12, len(abstract))].strip(),)

    def before(self, truth: Truth) -> None:
        dice = self.dice
        if self.metadata == "daily":
            truth.submitted_by = dice.choice(PEOPLE)
            self.put("m", *dice.choice((("Submitted by", truth.submitted_by),
                                        (f"Submitted by {truth.submitted_by}",))))  # fmt: skip
        if self.metadata in ("daily", "search"):
            truth.upvotes = None if dice.random() < 0.2 else dice.randint(1, 300)
            self.put("m", "-" if truth.upvotes is None else str(truth.upvotes))

    def after(self, truth: Truth) -> None:
        dice = self.dice
        match self.metadata:
            case "authors":
                truth.author_count = dice.randint(1, 40)
                truth.date = dice.choice(("Oct 8, 2025", "Mar 3, 2024", "Jan 12, 2017", "May 29"))
                unit = "author" if truth.author_count == 1 else "authors"
                self.put("m", f"{dice.choice(('  • ', '• ', '', '- '))}{truth.author_count} {unit}",
                         "·", truth.date, close=True)  # fmt: skip
            case "search":
                truth.date = dice.choice(("Oct 8, 2025", "May 29", "Mar 3, 2024"))
                block = []
                if dice.random() < 0.4:
                    truth.organization = dice.choice(ORGANIZATIONS)
                    block.append(truth.organization)
                else:
                    truth.author_count = dice.randint(2, 40)
                    block.append(f"{truth.author_count} authors")
                block += ["·", truth.date]
                if dice.random() < 0.7:
                    truth.comments = dice.randint(1, 30)
                    block.append(str(truth.comments))
                self.put("m", *block, close=dice.random() < 0.5)
            case "daily":
                truth.author_count = dice.randint(2, 40)
                block = ["·", f"{truth.author_count} authors"]
                if dice.random() < 0.7:
                    truth.comments = dice.randint(1, 30)
                    block.append(str(truth.comments))
                self.put("m", *block, close=dice.random() < 0.5)
            case "one line":
                truth.author_count = dice.randint(2, 40)
                truth.date = dice.choice(("Oct 8, 2025", "May 29"))
                line = f"• {truth.author_count} authors · {truth.date}"
                if dice.random() < 0.5:
                    truth.upvotes = dice.randint(1, 300)
                    line += dice.choice((f" · {truth.upvotes} upvotes", f" · ▲ {truth.upvotes}"))
                self.put("m", line)
            case _:
                pass


def same_paper(found: object, truth: Truth) -> bool:
    """Whether title and abstract were read letter for letter."""
    return (getattr(found, "title", None), getattr(found, "abstract", None)) == (
        truth.title,
        truth.abstract,
    )


def pages(seeds: Iterable[int]) -> list[SyntheticPage]:
    """The pages of many seeds."""
    return [make_page(seed) for seed in seeds]
