package dev.shisa.server.document;

import dev.shisa.server.platform.web.SearchWords;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which sentences of a document may answer which open question: those that share its terms.
 *
 * <p>Terms are runs of kanji, of katakana and of letters, since Japanese has no spaces; long runs of kanji also count by their
 * halves, so that 認証値の変更 is found by 認証. A term that most questions have says nothing about one of them, and one that
 * stands in most sentences says little about any; the rest weighs by how rare it is in the document and how long it is (as in
 * tf-idf, with the sentence as the document). It is a search and no judgement: a sentence may say the contrary, and only a
 * person makes an answer of it.
 */
final class SentenceSearch {

    /** So many for a question: a person compares them at a glance. */
    static final int EACH_MAX = 3;

    /** A term of more of the questions than this is no term. */
    private static final double COMMON_QUESTIONS = 0.2;

    /** Less than this, of what a sentence with all terms would have, is chance. */
    private static final double SCORE_MIN = 0.22;

    private static final Pattern RUN = Pattern.compile("[\\p{IsHan}々]{2,}|[\\p{IsKatakana}ー]{3,}|[a-z][a-z0-9.-]{2,}");
    private static final Set<String> EMPTY_WORDS = Set.of(
            "the", "and", "are", "for", "that", "this", "with", "has", "have", "from", "not", "which", "does", "what",
            "how", "who", "where", "when", "can", "its", "they", "their", "there", "one", "all", "any", "you", "your",
            "product", "device", "製品", "機器", "利用者", "場合", "必要", "以下", "使用", "方法");

    private static final Pattern DAY = Pattern.compile("[12][0-9]{3} ?(?:年|[-/.]) ?[01]?[0-9]|(?:19|20)[0-9]{2}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]");

    private SentenceSearch() {}

    /** What kind of answer a sentence would hold. */
    enum Expects {
        WORDS,
        DAY,
        NUMBER
    }

    /**
     * A question as it is searched for.
     *
     * @param asked its words, once for each language: a sentence is held against one of them
     * @param choices words of the answers that it offers: they confirm, and find nothing by themselves
     */
    record Question(String id, List<String> asked, List<String> choices, Expects expects) {
        Question {
            asked = List.copyOf(asked);
            choices = List.copyOf(choices);
        }
    }

    /**
     * A sentence for a question.
     *
     * @param at its place in the list of sentences
     * @param terms what it shares with the question
     */
    record Found(int at, double score, Set<String> terms) {
        Found {
            terms = Set.copyOf(terms);
        }
    }

    /** For each question with any, its sentences, the likeliest first; questions in the order given. */
    static Map<String, List<Found>> of(List<Passage> passages, List<Question> questions) {
        Map<String, List<Set<String>>> asked = new LinkedHashMap<>();
        Map<String, Integer> inQuestions = new HashMap<>();
        for (Question question : questions) {
            List<Set<String>> languages =
                    question.asked().stream().map(text -> terms(List.of(text))).toList();
            asked.put(question.id(), languages);
            languages.forEach(terms -> terms.forEach(term -> inQuestions.merge(term, 1, Integer::sum)));
        }
        int common = Math.max(3, (int) (questions.size() * COMMON_QUESTIONS));
        asked.values()
                .forEach(languages ->
                        languages.forEach(terms -> terms.removeIf(term -> inQuestions.getOrDefault(term, 0) > common)));
        // Where each term stands, so that a question looks only at sentences that have one.
        Set<String> wanted = new LinkedHashSet<>();
        asked.values().forEach(languages -> languages.forEach(wanted::addAll));
        Map<String, List<Integer>> places = new HashMap<>();
        List<String> folded = new ArrayList<>(passages.size());
        for (int at = 0; at < passages.size(); at++) {
            String text = SearchWords.fold(passages.get(at).text());
            folded.add(text);
            for (String term : wanted) {
                if (text.contains(term)) {
                    places.computeIfAbsent(term, t -> new ArrayList<>()).add(at);
                }
            }
        }
        Map<String, List<Found>> found = new LinkedHashMap<>();
        for (Question question : questions) {
            Map<Integer, Found> best = new HashMap<>();
            for (Set<String> terms : asked.getOrDefault(question.id(), List.of())) {
                for (Found one : hits(terms, question, places, folded)) {
                    best.merge(one.at(), one, (a, b) -> a.score() >= b.score() ? a : b);
                }
            }
            if (!best.isEmpty()) {
                found.put(
                        question.id(),
                        best.values().stream()
                                .sorted(Comparator.comparingDouble(Found::score)
                                        .reversed()
                                        .thenComparingInt(Found::at))
                                .limit(EACH_MAX)
                                .toList());
            }
        }
        return found;
    }

    private static List<Found> hits(
            Set<String> terms, Question question, Map<String, List<Integer>> places, List<String> folded) {
        Map<Integer, Set<String>> hits = new HashMap<>();
        double whole = 0;
        Map<String, Double> weights = new HashMap<>();
        for (String term : terms) {
            List<Integer> at = places.getOrDefault(term, List.of());
            // What stands nowhere still belongs to what a full answer would say.
            double weight = Math.log(1 + (double) folded.size() / (1 + at.size())) * Math.min(4, term.length());
            weights.put(term, weight);
            whole += weight;
            at.forEach(n -> hits.computeIfAbsent(n, k -> new LinkedHashSet<>()).add(term));
        }
        Set<String> choices = terms(question.choices());
        List<Found> found = new ArrayList<>();
        for (Map.Entry<Integer, Set<String>> hit : hits.entrySet()) {
            String text = folded.get(hit.getKey());
            Set<String> shared = new LinkedHashSet<>(hit.getValue());
            double score = shared.stream()
                            .mapToDouble(t -> weights.getOrDefault(t, 0.0))
                            .sum()
                    / whole;
            int own = maximal(shared).size();
            Set<String> confirmed = new LinkedHashSet<>();
            choices.stream().filter(text::contains).forEach(confirmed::add);
            confirmed.removeAll(shared);
            boolean answered = switch (question.expects()) {
                case WORDS -> !confirmed.isEmpty();
                case DAY -> DAY.matcher(text).find();
                case NUMBER -> NUMBER.matcher(text).find();
            };
            // One word alone is chance, unless what would be an answer stands beside it.
            if (own + (answered ? 1 : 0) < 2 || score < SCORE_MIN) {
                continue;
            }
            shared.addAll(confirmed);
            found.add(new Found(
                    hit.getKey(), score * (1 + 0.15 * Math.min(3, confirmed.size()) + (answered ? 0.2 : 0)), shared));
        }
        return found;
    }

    /** Without those that only stand within another one. */
    private static Set<String> maximal(Collection<String> terms) {
        Set<String> own = new LinkedHashSet<>(terms);
        own.removeIf(term -> terms.stream().anyMatch(other -> !other.equals(term) && other.contains(term)));
        return own;
    }

    /** The terms of some texts, folded as the sentences are. */
    static Set<String> terms(Collection<String> texts) {
        Set<String> terms = new LinkedHashSet<>();
        for (String text : texts) {
            Matcher runs =
                    RUN.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
            while (runs.find()) {
                String run = runs.group();
                if (EMPTY_WORDS.contains(run)) {
                    continue;
                }
                terms.add(SearchWords.fold(run));
                if (run.length() >= 4 && Character.UnicodeScript.of(run.charAt(0)) == Character.UnicodeScript.HAN) {
                    for (String half : List.of(run.substring(0, 2), run.substring(run.length() - 2))) {
                        if (!EMPTY_WORDS.contains(half)) {
                            terms.add(half);
                        }
                    }
                }
            }
        }
        return terms;
    }
}
