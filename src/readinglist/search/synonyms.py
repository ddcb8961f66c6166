"""Words that people use for one another when they look for a paper they half remember.

A reader who has forgotten the authors' words types others: "picture" for image, "chatbot" for
dialogue, "make things up" for hallucinate. Each line of `GROUPS` is such a group; members are
separated by commas, and a member of several words stands for all of them together. The engine
ranks a paper that has only a synonym below one that has the word itself
(``static/js/search/``). A team adds groups of its own in ``site.yaml``.

The groups are general to the field: written from its vocabulary, not from any one list of papers.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from readinglist.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

GROUPS = """
    image, picture, photo, photograph, visual
    video, movie, film, clip, footage
    speech, spoken, voice, talk, audio
    audio, sound, acoustic, music
    text, writing, written, document
    language model, llm, lm, chatbot
    llm, large language model
    vlm, vision language model, multimodal model, lvlm
    mllm, multimodal large language model
    chatbot, assistant, dialogue, conversation, conversational, chat
    multimodal, vision language, several modalities, cross modal
    image caption, captioning, describe image
    ocr, text recognition, read text in image, scene text
    document, page, pdf, paper
    chart, plot, figure, diagram, graph
    table, tabular, spreadsheet
    code, program, programming, source code, software
    programmer, developer, software engineer
    bug, error, mistake, fault, failure
    fix, repair, correct, debug
    math, mathematics, mathematical, arithmetic
    sum, addition, add
    calculate, compute, computation
    proof, theorem, prove
    question answering, qa, answer question
    question, query, ask
    answer, reply, response, respond
    hallucination, hallucinate, make up, invent, fabricate, confabulate
    factual, factuality, truthful, truth, fact
    lie, deceive, deception, dishonest, deceptive
    uncertainty, uncertain, unsure, confidence, confident, calibration
    abstain, refuse, refusal, decline, say no
    i do not know, abstention, unanswerable
    knowledge, know, fact
    fact, knowledge
    memory, remember, recall, memorize
    memorization, memorize, verbatim, regurgitate
    forget, forgetting, unlearn, unlearning
    catastrophic forgetting, continual learning, lifelong learning, keep learning
    remove, delete, erase, drop
    edit, editing, modify, change, update, alter
    knowledge editing, model editing, edit fact
    explain, explanation, interpret, interpretability, explainability, understand
    interpretability, explainability, xai, mechanistic, transparency
    interpretable, explainable, transparent
    circuit, mechanism, inner working, internal
    neuron, unit, feature
    sparse autoencoder, sae, dictionary learning
    attention head, head
    attention map, heatmap, saliency
    saliency, attribution, importance, relevance
    probe, probing, linear classifier
    hidden state, activation, representation, internal state, residual stream
    embedding, vector, representation, encode
    sentence embedding, text embedding, sentence representation
    latent, hidden
    similar, similarity, alike, close, resemble
    dissimilar, different, differ, distinct
    compare, comparison, contrast
    contrastive, contrast
    compress, compression, shrink, squeeze, smaller, reduce size
    small, tiny, compact, lightweight, little
    large, big, huge, giant, massive
    size, scale, scaling
    long, lengthy, length
    long context, long input, long document, long sequence, million tokens
    context window, context length, long context
    extrapolation, extrapolate, generalize to longer, length generalization
    position, positional, order
    positional encoding, position embedding, rope, rotary
    short, brief, concise
    verbose, wordy, lengthy, long
    fast, quick, speed, speedup, accelerate, faster, rapid, latency
    slow, latency, delay
    efficient, cheap, low cost, inexpensive, economical
    cost, expensive, price, budget
    compute, flops, computation
    gpu, hardware, device
    on device, edge, mobile, phone, smartphone
    memory footprint, memory usage, vram
    kv cache, key value cache
    cache, caching
    evict, eviction, discard, drop
    prune, pruning, sparsify, remove weights
    sparse, sparsity, pruned
    quantization, quantize, low bit, low precision, 4 bit, int8
    ternary, binary, 1 bit
    distill, distillation, student, teacher
    teacher, student
    speculative decoding, draft model, guess ahead
    early exit, skip layers, layer skipping
    skip, jump, bypass, omit
    parallel, simultaneous, at once
    mixture of experts, moe, experts
    expert, specialist
    router, routing, gate, gating
    merge, merging, combine, fuse, fusion, average
    combine, join, integrate, mix
    ensemble, vote, committee, majority
    split, divide, segment, chunk, partition
    decompose, break down, factorize
    low rank, lora, adapter
    peft, parameter efficient, lora, adapter
    fine tune, finetuning, adapt, tune, adaptation
    train, training, learn, teach
    pretrain, pretraining, pre training
    post training, fine tuning, alignment
    instruction tuning, instruction following, follow instructions
    instruction, command, order
    alignment, rlhf, human feedback, preference
    preference, prefer, human judgment
    reward, reward model, incentive
    reinforcement learning, rl, reward
    dpo, preference optimization
    prompt, prompting, instruction
    prompt engineering, prompt optimization, better prompts
    soft prompt, prompt tuning, prefix tuning
    in context learning, icl, few shot, demonstration, examples in prompt
    example, demonstration, exemplar, sample, instance
    zero shot, without training, unseen, no examples
    chain of thought, cot, step by step, reasoning steps, rationale
    reasoning, reason, think, logic, thinking
    logic, logical, deduction
    plan, planning, planner
    search, tree search, mcts, explore
    agent, autonomous, tool use
    tool, api, function calling
    robot, robotic, manipulation, embodied
    navigate, navigation, move around
    drive, driving, car, vehicle, autonomous driving
    game, play, chess
    web, internet, online, website
    browser, web page, gui
    retrieve, retrieval, search, look up, find, ranking
    rag, retrieval augmented, retrieval augmented generation
    rank, rerank, ranking, order
    recommend, recommendation, suggest
    index, database, store
    vector database, nearest neighbor search
    knowledge graph, graph, ontology
    graph neural network, gnn, graph
    tree, hierarchy, hierarchical
    cluster, clustering, group
    classify, classification, classifier, categorize, label, recognize
    label, annotation, annotate, annotator
    category, class, type, kind
    detect, detection, find, spot, identify, recognize
    detector, detection
    recognize, recognition, identify
    localize, localization, locate, where, grounding
    ground, grounding, point at, refer
    segment, segmentation, mask
    object, thing, item, entity
    face, facial, portrait
    person, human, people, body
    human, people, man, woman
    pose, posture, movement, motion
    action, activity, behavior
    behavior, behave, conduct
    scene, environment, surroundings
    3d, three dimensional, point cloud, depth, geometry
    nerf, radiance field, gaussian splatting, novel view
    depth, distance
    camera, lens, photo
    satellite, remote sensing, aerial, earth observation
    medical, clinical, health, hospital, doctor, patient
    x ray, radiology, ct, mri
    disease, illness, cancer
    brain, neural, neuroscience, fmri, eeg, cortex
    brain signal, eeg, meg, fmri, neural recording
    eye, gaze, eye tracking
    cognitive, psychology, mind, mental
    theory of mind, beliefs of others, mental state
    emotion, sentiment, feeling, affect
    opinion, sentiment, attitude, stance
    humor, funny, joke, sarcasm
    persona, personality, character, role
    bias, biased, prejudice, unfair, stereotype, fairness
    gender, women, sexist
    race, ethnic, racial
    toxic, hateful, offensive, harmful, hate speech
    safe, safety, harmless, harmful, danger, dangerous
    jailbreak, attack, adversarial, red team, bypass safety
    attack, adversarial, malicious, threat
    poison, backdoor, trojan
    robust, robustness, reliable, resilient, stable
    noise, noisy, corrupted, perturbation
    privacy, private, leak, personal data
    watermark, detect generated text, ai written
    generated, synthetic, artificial, fake
    synthetic data, generated data, artificial data
    fake, forgery, deepfake, forged, counterfeit
    misinformation, fake news, rumor, disinformation
    copyright, license, legal, law
    legal, law, court
    finance, financial, stock, market, trading
    education, student, teaching, school, classroom
    exam, test, school
    science, scientific, research
    scientist, researcher
    chemistry, molecule, chemical, drug
    molecule, protein, biology
    dna, genome, gene
    physics, physical
    weather, climate, forecast
    time series, forecasting, temporal
    forecast, predict, prediction
    predict, guess, anticipate, forecast
    time, temporal, when
    spatial, where, location, space
    event, happening
    story, narrative, fiction, novel
    poem, poetry, verse
    summary, summarization, summarize, condense, shorten
    translate, translation, multilingual, machine translation
    multilingual, many languages, cross lingual, languages
    english, non english
    low resource, rare language, underrepresented, few data
    dialect, accent, language variety
    grammar, syntax, syntactic, grammatical
    meaning, semantic, semantics
    word, token, vocabulary, lexical
    tokenizer, tokenization, subword, bpe, vocabulary
    letter, character, spelling, byte
    sentence, phrase, utterance
    paragraph, passage, document
    topic, theme, subject
    ambiguity, ambiguous, unclear, vague
    negation, not, negative
    analogy, metaphor, figurative
    concept, idea, notion, abstract
    compositional, composition, combine concepts
    commonsense, common sense, everyday knowledge
    causal, cause, causality, why
    counterfactual, what if, hypothetical
    generate, generation, create, produce, synthesize, make
    create, make, build, construct, design
    diffusion, denoising, text to image
    text to image, image generation, draw, paint
    draw, sketch, painting, drawing
    art, artistic, style, aesthetic
    gan, adversarial network, generator
    edit image, image editing, inpainting
    super resolution, upscale, sharpen, high resolution
    resolution, detail, fine grained
    fine grained, detailed, precise
    coarse, rough
    blurry, blur, degraded
    color, colour
    texture, pattern, material
    augment, augmentation, synthetic data
    mask, masked, hide, hidden patches
    masked image modeling, masked autoencoder, mae
    self supervised, unsupervised, without labels, unlabeled
    supervised, labeled, annotated
    semi supervised, few labels
    active learning, choose what to label
    curriculum, easy to hard
    difficulty, hard, difficult, challenging
    easy, simple, trivial
    simple, plain, minimal
    complex, complicated, complexity
    dataset, corpus, data, collection
    benchmark, evaluation, test, leaderboard, assess, measure
    evaluate, evaluation, assess, judge, measure, grade, score
    metric, measure, score
    llm as a judge, llm evaluator, automatic evaluation
    contamination, leak, test set leakage
    survey, review, overview, tutorial
    framework, toolkit, library, platform
    open source, open, public, released
    reproduce, replicate, reproducibility
    limitation, limit, shortcoming, weakness, fail
    fail, failure, struggle, cannot, break
    improve, boost, better, enhance, increase, gain
    degrade, worse, hurt, drop, harm, decrease
    best, optimal, state of the art
    choose, select, selection, pick
    filter, select, clean, curation
    data selection, data curation, choose data
    duplicate, dedup, deduplication, redundant
    redundant, redundancy, unnecessary, superfluous
    layer, depth, block
    transformer, attention
    self attention, attention
    attention free, linear attention, subquadratic
    state space model, ssm, mamba
    recurrent, rnn, lstm, recurrence
    convolution, convolutional, cnn, convnet
    mlp, feed forward, ffn
    vision transformer, vit
    normalization, layernorm, batchnorm
    activation function, relu, nonlinearity
    residual, skip connection
    patch, tile, region
    backbone, encoder
    encoder, encode
    decoder, decode, decoding
    optimizer, optimization, adam, sgd
    gradient, backpropagation, backprop
    without backpropagation, forward only, gradient free
    learning rate, schedule, warmup
    converge, convergence
    loss, objective, cost function
    overfit, overfitting, regularization
    generalize, generalization, transfer, unseen
    transfer, transferability, transfer learning
    domain adaptation, domain shift, distribution shift, out of distribution, ood
    outlier, anomaly, abnormal, unusual
    emergent, emergence, appear suddenly
    grokking, delayed generalization, sudden
    phase, stage, step
    dynamics, evolution, over time, during training
    scaling law, compute optimal, bigger models
    double descent, overparameterized
    initialization, init
    symmetry, equivariant, invariant, equivariance
    geometry, geometric, manifold
    dimension, dimensionality, dimensional
    linear, line
    universal, shared, common
    converge, align, alike
    theory, theoretical, theorem
    probability, probabilistic, bayesian, likelihood
    random, stochastic, randomness
    information theory, entropy, mutual information
    federated, decentralized, distributed
    distributed, parallel, multi gpu
    energy, power, carbon, green
    neuromorphic, spiking, brain inspired
    hyperparameter, setting, tuning
    architecture search, nas, automl
    collaborate, cooperation, multi agent, debate
    debate, argue, argument
    persuade, persuasion, convince
    feedback, critique, criticism
    self correction, self refine, correct itself, own mistakes
    self improvement, self training, improve itself
    sycophancy, flatter, agree with user
    user, customer, person
    crowd, crowdsourcing, annotator
    interactive, interaction, interface
    real time, streaming, live, online
    news, article, journalism
    social media, twitter, reddit
    email, message
    simulate, simulation, simulator
    world model, simulator, imagine
    imagine, imagination
    child, children, infant, baby, developmental
    animal, species
    food, recipe, cooking
    fashion, clothes, clothing
    map, geography, geographic, location
    culture, cultural
    history, historical, ancient
    religion, moral, ethics, ethical, value
    song, music, melody
    contract, legal, law
    tongue, language
    cursive, handwriting, handwritten
    scan, document image, ocr
    mind reading, brain decoding, decode brain, neural decoding
    everybody, everyone, cross subject, all people, different people
    individual, person, subject
    personalize, personalization, customize, customized, own, subject driven
    switch on, activate, active, fire
    credit, attribution, attribute, blame
    convolution, filter, kernel
    rounding, round, quantization, discretize
    pointless, useless, irrelevant, unimportant, uninformative
    important, relevant, salient, key, crucial
    practice, training, train
    assumption, prior, inductive bias
    irregular, unstructured, messy
    shuffle, permute, permutation, random order
    sequence, order, sequential, series
    begin, start, onset, boundary
    end, finish, stop, terminate
    keep, retain, preserve, maintain
    throw away, discard, drop, evict
    ignore, neglect, overlook, disregard
    focus, attend, attention, concentrate
    stare, look, gaze, attend
    look, see, view, visual, watch
    listen, hear, audio
    draw, generate, render
    paint, generate, artwork
    piece, patch, part, fragment, chunk
    place, position, location
    front, behind, depth, occlusion
    background, context, surroundings
    mixing up, confuse, confusion, interference, entangle
    disentangle, separate, isolate, decouple
    consistent, consistency, same, coherent
    coherent, coherence, fluent
    share, shared, common, joint
    side by side, parallel, separately, independent
    all at once, parallel, single pass, one shot
    one by one, sequential, autoregressive, next token
    autoregressive, left to right, causal
    bidirectional, both directions
    loop, recurrent, iterative, repeat
    repeat, repetition, repeated, duplicate
    reuse, recycle, share
    store, save, cache, memory
    limited memory, memory constrained, budget
    cut, reduce, decrease, lower, less
    grow, increase, expand, larger
    stretch, extend, extension, extrapolate
    bigger, larger, scale up
    fewer, less, reduce, smaller
    weights, parameters
    parameter, weight
    frozen, fixed, without training
    unchanged, frozen, fixed
    from scratch, random initialization
    tweak, tune, adjust, modify
    adjust, adapt, adaptive, dynamic
    dynamic, adaptive, variable, flexible
    automatic, automated, automatically, without humans
    by hand, manual, handcrafted, human
    helper, auxiliary, assist, support
    guide, steer, control, controllable, steering
    steer, steering vector, activation addition, intervene
    intervene, intervention, ablate, ablation, patching
    knock out, ablate, remove
    trace, track, follow
    follow, obey, comply
    trust, trustworthy, reliable, faithful
    faithful, faithfulness, honest
    honest, truthful, sincere
    tell apart, distinguish, discriminate, differentiate
    match, matching, align, correspondence, pair
    map, mapping, project, projection
    translate, convert, transform, map
    turn into, convert, transform
    mix, blend, interpolate, mixup
    average, mean, pool, pooling
    middle, intermediate, mid
    intermediate layers, middle layers
    last layer, final layer, output layer
    early layers, lower layers, shallow
    deep, many layers, depth
    wide, width
    bottleneck, limit, constraint
    capacity, expressive, expressivity, power
    expressiveness, expressive power, what can represent
    understand, comprehension, understanding, comprehend
    comprehension, reading, understanding
    reader, reading
    letter by letter, character level
    word by word, token level, incremental
    parse, parser, parsing
    extract, extraction, mine, pull out
    entity, name, named entity
    relation, relationship, link, relate
    relational, relation between objects
    count, counting, number of objects, how many
    number, numeric, numerical, digit
    symbol, symbolic
    rule, rules, constraint
    hint, cue, clue
    trick, mislead, distract, fool
    distract, distractor, distraction, irrelevant
    needle in a haystack, long context retrieval, find in long text
    middle of context, lost in the middle
    puzzle, riddle, crossword, word game
    creative, creativity, novel, imaginative
    curious, curiosity, exploration
    skill, ability, capability, competence
    task, problem, job
    several tasks, multi task, multitask
    new task, downstream, transfer
    goal, objective, aim
    step, stage, iteration
    review, opinion, product review
    product, item, e commerce, shopping
    buy, purchase, shopping
    click, ctr, click through rate
    advertisement, ads, ctr
    movie recommendation, recommender, collaborative filtering
    plant, crop, agriculture
    building, architecture, house
    city, urban, street
    road, street, traffic
    place recognition, localization, where was photo taken
    fingerprint, signature, identity
    speaker, voice, talker
    sing, singing, music
    sign language, gesture, hand
    lip, mouth, talking face
    dance, motion, movement
    sports, athlete, football
    cook, recipe, instructional
    how to video, instructional video, narrated
    blind, visually impaired, accessibility
    autism, disorder, clinical
    sleep, dream
    language area, language network, brain language
    visual cortex, brain vision, ventral stream
    neuron, cell, cortical
    bio inspired, biological, brain like
    human like, humanlike, cognitive
    perception, perceive, see
    illusion, bias, misperception
    shape, geometry, contour
    surface, mesh, shape
    render, rendering, graphics, view synthesis
    light, lighting, illumination
    fast weights, hypernetwork
    memory network, associative memory, hopfield
    associative, association, hopfield
    sparse coding, dictionary
    prototype, center, centroid, class mean
    outline, boundary, contour, edge
    hierarchy, nested, multi level, coarse to fine
    nested, matryoshka, multi granularity
    truncate, shorten, cut dimensions
    fold, collapse, low rank
    collapse, degenerate, rank collapse
    spread, uniform, isotropic
    anisotropy, isotropy, narrow cone
    curse, problem, issue
    paradox, puzzle, surprising, counterintuitive
    myth, misconception, critique
    warning, risk, danger, concern
    society, social, societal
    job, work, labor, economy
    democracy, political, politics
    textbook, tutorial, book, introduction
    lecture, course, tutorial
    blog, article, essay
    consciousness, conscious, aware, awareness
    philosophy, philosophical, mind
    agi, general intelligence, human level
    clip, contrastive language image pretraining
    bert, bidirectional encoder representations from transformers
    gpt, generative pretrained transformer
    yolo, you only look once
    vae, variational autoencoder
    mae, masked autoencoder
    sae, sparse autoencoder
    gan, generative adversarial network
    cnn, convolutional neural network, convnet
    rnn, recurrent neural network
    lstm, long short term memory
    gru, gated recurrent unit
    gnn, graph neural network
    dnn, deep neural network, deep network, deep net
    mlp, multi layer perceptron
    ffn, feed forward network
    mha, multi head attention
    mqa, multi query attention
    gqa, grouped query attention
    moe, mixture of experts
    mod, mixture of depths
    ssm, state space model
    vit, vision transformer
    vlm, vision language model
    lmm, large multimodal model
    rlhf, reinforcement learning from human feedback
    dpo, direct preference optimization
    ppo, proximal policy optimization
    sft, supervised fine tuning
    peft, parameter efficient fine tuning
    lora, low rank adaptation
    icl, in context learning
    cot, chain of thought
    rag, retrieval augmented generation
    qa, question answering
    vqa, visual question answering
    mcq, multiple choice question
    mcqa, multiple choice question answering
    ner, named entity recognition
    nli, natural language inference
    sts, semantic textual similarity
    pos, part of speech
    nlp, natural language processing
    nlu, natural language understanding
    nlg, natural language generation
    nmt, neural machine translation, machine translation
    asr, automatic speech recognition, speech recognition
    tts, text to speech, speech synthesis
    ocr, optical character recognition
    bpe, byte pair encoding
    mlm, masked language modeling
    clm, causal language modeling
    ntp, next token prediction
    nope, no positional encoding, without positional encoding
    rope, rotary position embedding
    ape, absolute position embedding
    rpe, relative position encoding
    mrl, matryoshka representation learning
    ssl, self supervised learning
    cpc, contrastive predictive coding
    cil, class incremental learning
    gcd, generalized category discovery
    ood, out of distribution
    iid, independent and identically distributed
    nas, neural architecture search
    kd, knowledge distillation
    ptq, post training quantization
    qat, quantization aware training
    nerf, neural radiance field
    sdf, signed distance function
    inr, implicit neural representation
    slam, simultaneous localization and mapping
    hoi, human object interaction
    reid, re identification
    fmri, functional magnetic resonance imaging
    eeg, electroencephalography
    meg, magnetoencephalography
    bci, brain computer interface
    ntk, neural tangent kernel
    lrp, layer wise relevance propagation
    xai, explainable artificial intelligence
    pca, principal component analysis
    svd, singular value decomposition
    mi, mutual information
    ib, information bottleneck
    rl, reinforcement learning
    marl, multi agent reinforcement learning
    mdp, markov decision process
    mcts, monte carlo tree search
    sgd, stochastic gradient descent
    ema, exponential moving average
    ntm, neural turing machine
    kg, knowledge graph
    ir, information retrieval
    ctr, click through rate
    api, application programming interface
    gui, graphical user interface
"""

Synonyms = tuple[tuple[str, ...], ...]
"""Groups of members; a member is its tokens, with a space between."""


def synonyms(own: Iterable[Sequence[str]], indexed: Sequence[frozenset[str]]) -> Synonyms:
    """The groups that can help to find something in these papers.

    Args:
        own: further groups, each some words or phrases.
        indexed: the terms of each paper.

    Returns:
        Groups whose members are not all in the same papers; the others would find nothing more.
    """
    papers: dict[str, set[int]] = defaultdict(set)
    for number, terms in enumerate(indexed):
        for term in terms:
            papers[term].add(number)
    lines = (line.split(",") for line in GROUPS.strip().splitlines())
    groups = dict.fromkeys(
        tuple(dict.fromkeys(" ".join(tokens(one)) for one in group)) for group in (*lines, *own)
    )
    return tuple(group for group in groups if _helps(group, papers))


def _helps(group: Sequence[str], papers: Mapping[str, set[int]]) -> bool:
    having = [
        set.intersection(*(papers.get(term, _NOBODY) for term in member.split()))
        for member in group
        if member
    ]
    return any(one != having[0] for one in having)


_NOBODY: set[int] = set()
