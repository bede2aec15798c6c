package dev.shisa.server.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which sentences of a document may answer which open question: those that are about the same.
 *
 * <p>The problem: a manual says in other words what a question asks (暗証番号 for パスワード), often in the other language, and
 * most of its sentences answer nothing. The idea: sentence and question are compared by what they mean
 * ({@link SentenceWords}), not letter by letter. A term weighs by how rare it is among all questions of the catalogue (the
 * idf of tf-idf), so a result does not depend on how long the document is. The measure is the cosine of the two, taken with
 * the words of the question, and beside them, at less, those of its answers, of its explanation and of its examples.
 *
 * <p>What keeps chance out: two terms at least that stand apart in the sentence, one of them in the question itself
 * and not one that stands in any manual; the least
 * measure; and that a sentence counts for the few questions that it fits best, open or not, since one that fits many alike is
 * about none.
 * The answer's kind counts too: a sentence without a number does not say how many.
 *
 * <p>It is a search and no judgement: a sentence may say the contrary, and only a person makes an answer of it. How good it
 * is, is measured on labelled sentences ({@code SentenceSearchTest}). The cost is that of reading the sentences once; each
 * then meets only the questions that share a term.
 *
 * <p>Reference: Manning, Raghavan, Schütze, Introduction to Information Retrieval (2008), 6.2–6.4.
 */
final class SentenceSearch {

    /** So many for a question: a person compares them at a glance. */
    static final int EACH_MAX = 3;

    /** Questions that one sentence is proposed for. */
    private static final int QUESTIONS_EACH = 4;

    /** Less is chance. */
    private static final double SCORE_MIN = 0.27;

    /** What fits so much worse than the best question of the sentence is not what it is about. */
    private static final double OF_BEST = 0.65;

    private static final double OF_ANSWERS = 0.55;
    private static final double OF_EXPLANATION = 0.25;

    /** What stands where an answer would, and an item's name. */
    private static final double ANSWERED = 1.15;

    private static final double NAMED = 1.15;

    /** What is asked of an item, by a sentence that speaks neither of it nor of its kind. */
    private static final double OF_ANOTHER = 0.75;

    /** How much of what stands beside the question a sentence lacks. */
    private static final double LACKS = 0.15;

    /** A term of so many questions that it does not tell one from another. */
    private static final double TELLS_MIN = 0.3;

    /** A heading names a subject and says nothing of it. */
    private static final int SENTENCE_CHARS_MIN = 10;

    private static final Pattern HEADING = Pattern.compile(
            "(?:#{1,6}|第[0-9一二三四五六七八九十]+[章節]|[0-9]{1,2}(?:[.．-][0-9]{1,2})*[.．)]?)[\\s\u3000].{0,40}[^。.!?！？]");

    private static final Pattern DAY =
            Pattern.compile("20[0-9]{2} ?(?:年|[-/.]) ?[01]?[0-9]|令和 ?[0-9元]+ ?年|\\b20[0-9]{2}\\b");
    private static final Pattern NUMBER = Pattern.compile(
            "[0-9０-９]|[一二三四五六七八九十]{1,9}(?:文字|桁|回|つ)|\\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\\b");

    /** What kind of answer a sentence would hold. */
    enum Expects {
        WORDS,
        DAY,
        NUMBER
    }

    /**
     * The words of a question in one language.
     *
     * @param answers words of the answers that it offers: they find nothing by themselves
     * @param explained why it is asked, in easy words, with examples: likewise
     */
    record Asked(String question, List<String> answers, List<String> explained) {
        Asked {
            answers = List.copyOf(answers);
            explained = List.copyOf(explained);
        }
    }

    /**
     * A question as it is searched for.
     *
     * @param about the fact that it asks for, the same for all items
     * @param named what the item is called; empty: it is about none, or about any
     * @param kind what such items are called, in both languages; empty: it is about none
     * @param languages a sentence is held against one of them
     */
    record Question(String id, String about, String named, String kind, List<Asked> languages, Expects expects) {
        Question {
            languages = List.copyOf(languages);
        }
    }

    /**
     * A sentence for a question.
     *
     * @param at its place in the list of sentences
     * @param terms words of the sentence by which it was found
     */
    record Found(int at, double score, Set<String> terms) {
        Found {
            terms = Set.copyOf(terms);
        }
    }

    /** What a question is about in one language: its terms with their weights, and which stand in the question itself. */
    private record Profile(Map<String, Double> weights, Set<String> own, double length) {}

    private final SentenceWords words;
    private final Map<String, Integer> inQuestions = new HashMap<>();
    private final int corpus;
    private final Index all;

    /** @param all the questions of the catalogue, open or not: by them it is told which terms are rare */
    SentenceSearch(SentenceWords words, List<Question> all) {
        this.words = words;
        for (Question question : all) {
            Set<String> names = new HashSet<>();
            question.languages().forEach(asked -> words.of(asked.question()).forEach(term -> names.add(term.name())));
            names.forEach(name -> inQuestions.merge(name, 1, Integer::sum));
        }
        corpus = Math.max(all.size(), 1);
        this.all = index(all);
    }

    /** A question with what it is about, and the terms of the item and its kind. */
    private record Sought(Question question, List<Profile> profiles, Set<String> item) {}

    /** Questions, and by each term of theirs those that have it. */
    private record Index(List<Sought> questions, Map<String, List<Integer>> byTerm) {}

    private Index index(List<Question> questions) {
        List<Sought> sought = questions.stream()
                .map(question -> new Sought(question, profiles(question), itemTerms(question)))
                .toList();
        Map<String, List<Integer>> byTerm = new HashMap<>();
        for (int q = 0; q < questions.size(); q++) {
            Set<String> own = new HashSet<>();
            sought.get(q).profiles().forEach(profile -> own.addAll(profile.own()));
            int number = q;
            own.forEach(
                    term -> byTerm.computeIfAbsent(term, t -> new ArrayList<>()).add(number));
        }
        return new Index(sought, byTerm);
    }

    /** For each question with any, its sentences, the likeliest first; questions in the order given. */
    Map<String, List<Found>> of(List<Passage> passages, List<Question> questions) {
        Index open = index(questions);
        Map<Integer, List<Found>> byQuestion = new HashMap<>();
        for (int at = 0; at < passages.size(); at++) {
            if (isSentence(passages.get(at).text())) {
                sentence(at, passages.get(at).text(), open, byQuestion);
            }
        }
        Map<String, List<Found>> found = new LinkedHashMap<>();
        for (int q = 0; q < questions.size(); q++) {
            List<Found> its = byQuestion.getOrDefault(q, List.of());
            if (!its.isEmpty()) {
                found.put(
                        questions.get(q).id(),
                        its.stream()
                                .sorted(Comparator.comparingDouble(Found::score)
                                        .reversed()
                                        .thenComparingInt(Found::at))
                                .limit(EACH_MAX)
                                .toList());
            }
        }
        return found;
    }

    private static boolean isSentence(String text) {
        return text.length() >= SENTENCE_CHARS_MIN && !HEADING.matcher(text).matches();
    }

    /** The words of a sentence that it shares with a question, as they stand there. */
    Set<String> shared(String text, Question question) {
        Set<String> wanted = new HashSet<>();
        profiles(question).forEach(profile -> wanted.addAll(profile.weights().keySet()));
        Set<String> shared = new LinkedHashSet<>();
        words.of(text).stream()
                .filter(term -> wanted.contains(term.name()))
                .forEach(term -> shared.add(term.written()));
        return shared;
    }

    /**
     * What a sentence may answer. Which questions it fits best is told among all of the catalogue: what a closed one asks is not
     * proposed for an open one beside it.
     */
    private void sentence(int at, String text, Index open, Map<Integer, List<Found>> byQuestion) {
        List<SentenceWords.Term> terms = words.of(text);
        Map<Integer, Found> fits = fits(at, text, terms, open);
        if (fits.isEmpty()) {
            return;
        }
        Map<String, Double> ofItems = new HashMap<>();
        fits.forEach(
                (q, found) -> ofItems.merge(open.questions().get(q).question().about(), found.score(), Math::max));
        Map<String, Double> best = new HashMap<>(ofItems);
        fits(at, text, terms, all)
                .forEach((q, found) ->
                        best.merge(all.questions().get(q).question().about(), found.score(), Math::max));
        List<Double> scores =
                best.values().stream().sorted(Comparator.reverseOrder()).toList();
        double least = Math.max(scores.getFirst() * OF_BEST, scores.get(Math.min(scores.size(), QUESTIONS_EACH) - 1));
        fits.forEach((q, found) -> {
            double ofItem =
                    ofItems.getOrDefault(open.questions().get(q).question().about(), 0.0);
            if (found.score() >= Math.max(least, ofItem)) {
                byQuestion.computeIfAbsent(q, n -> new ArrayList<>()).add(found);
            }
        });
    }

    private Map<Integer, Found> fits(int at, String text, List<SentenceWords.Term> terms, Index index) {
        Map<String, Double> weights = new HashMap<>();
        terms.forEach(term -> weights.put(term.name(), weight(term.name(), term.weight())));
        double length =
                Math.sqrt(weights.values().stream().mapToDouble(w -> w * w).sum());
        Set<Integer> candidates = new LinkedHashSet<>();
        terms.forEach(term -> candidates.addAll(index.byTerm().getOrDefault(term.name(), List.of())));
        Map<Integer, Found> fits = new LinkedHashMap<>();
        for (int q : candidates) {
            Found found = fit(at, text, terms, length, index.questions().get(q));
            if (found != null) {
                fits.put(q, found);
            }
        }
        return fits;
    }

    private @Nullable Found fit(int at, String text, List<SentenceWords.Term> terms, double length, Sought sought) {
        Question question = sought.question();
        Found best = null;
        for (Profile profile : sought.profiles()) {
            double product = 0;
            boolean own = false;
            int apart = 0;
            int end = -1;
            Set<String> written = new LinkedHashSet<>();
            List<SentenceWords.Term> shared = terms.stream()
                    .filter(term -> profile.weights().containsKey(term.name()))
                    .sorted(Comparator.comparingInt(SentenceWords.Term::from))
                    .toList();
            Set<String> names = new HashSet<>();
            for (SentenceWords.Term term : shared) {
                if (names.add(term.name())) {
                    product += weight(term.name(), term.weight())
                            * profile.weights().getOrDefault(term.name(), 0.0);
                }
                own |= profile.own().contains(term.name()) && !term.isSlight();
                written.add(term.written());
                if (term.from() >= end && rarity(term.name()) >= TELLS_MIN) {
                    apart++;
                    end = term.to();
                }
            }
            boolean answered = switch (question.expects()) {
                case WORDS -> false;
                case DAY -> DAY.matcher(text).find();
                case NUMBER -> NUMBER.matcher(text).find();
            };
            if (!own || apart + (answered ? 1 : 0) < 2 || (question.expects() != Expects.WORDS && !answered)) {
                continue;
            }
            double score =
                    product / (length * profile.length()) * (answered ? ANSWERED : 1) * item(text, terms, sought);
            if (score >= SCORE_MIN && (best == null || score > best.score())) {
                best = new Found(at, score, written);
            }
        }
        return best;
    }

    /** How far a sentence speaks of the item that a question is about. */
    private static double item(String text, List<SentenceWords.Term> terms, Sought sought) {
        Question question = sought.question();
        if (question.kind().isEmpty()) {
            return 1;
        }
        if (!question.named().isEmpty() && text.contains(question.named())) {
            return NAMED;
        }
        return terms.stream().anyMatch(term -> sought.item().contains(term.name())) ? 1 : OF_ANOTHER;
    }

    /** None where it is about no item. */
    private Set<String> itemTerms(Question question) {
        return question.kind().isEmpty()
                ? Set.of()
                : words.of(question.named() + " / " + question.kind()).stream()
                        .map(SentenceWords.Term::name)
                        .collect(Collectors.toSet());
    }

    private List<Profile> profiles(Question question) {
        return question.languages().stream().map(this::profile).toList();
    }

    private Profile profile(Asked asked) {
        Map<String, Double> weights = new HashMap<>();
        Set<String> own = new HashSet<>();
        words.of(asked.question()).forEach(term -> {
            own.add(term.name());
            weights.merge(term.name(), weight(term.name(), term.weight()), Math::max);
        });
        asked.answers()
                .forEach(text -> words.of(text)
                        .forEach(term -> weights.merge(
                                term.name(), OF_ANSWERS * weight(term.name(), term.weight()), Math::max)));
        asked.explained()
                .forEach(text -> words.of(text)
                        .forEach(term -> weights.merge(
                                term.name(), OF_EXPLANATION * weight(term.name(), term.weight()), Math::max)));
        // Words beside the question help; that a sentence lacks them is hardly a fault of it.
        double length = Math.sqrt(weights.entrySet().stream()
                .mapToDouble(one -> (own.contains(one.getKey()) ? 1 : LACKS) * one.getValue() * one.getValue())
                .sum());
        return new Profile(weights, own, length == 0 ? 1 : length);
    }

    private double weight(String term, double kind) {
        return kind * rarity(term);
    }

    /** The rarer among the questions, the more it tells; 1 for what stands in none. */
    private double rarity(String term) {
        return Math.log(1 + (double) corpus / (1 + inQuestions.getOrDefault(term, 0))) / Math.log(1 + corpus);
    }
}
