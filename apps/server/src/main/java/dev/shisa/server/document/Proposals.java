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
final class Proposals {

    /** So many for a question: a person compares them at a glance. */
    static final int EACH_MAX = 3;

    /** A term of more of the questions than this is no term. */
    private static final double COMMON_QUESTIONS = 0.2;

    /** Less than this, of what a sentence with all terms would have, is chance. */
    private static final double SCORE_MIN = 0.22;

    private static final Pattern RUN = Pattern.compile("[\\p{IsHan}々]{2,}|[\\p{IsKatakana}ー]{3,}|[a-z][a-z0-9.-]{2,}");
    private static final Set<String> EMPTY_WORDS = Set.of(
            "the", "and", "are", "for", "that", "this", "with", "has", "have", "from", "not", "which", "does", "what", "how",
            "who", "where", "when", "can", "its", "they", "their", "there", "one", "all", "any", "you", "your", "product",
            "device", "製品", "機器", "利用者", "場合", "必要", "以下", "使用", "方法");

    private Proposals() {}

    /**
     * A question as it is searched for.
     *
     * @param asked its words in every language
     * @param choices words of the answers that it offers: they confirm, and find nothing by themselves
     */
    record Question(String id, List<String> asked, List<String> choices) {
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
        Map<String, Set<String>> asked = new LinkedHashMap<>();
        Map<String, Integer> inQuestions = new HashMap<>();
        for (Question question : questions) {
            Set<String> terms = terms(question.asked());
            asked.put(question.id(), terms);
            terms.forEach(term -> inQuestions.merge(term, 1, Integer::sum));
        }
        int common = Math.max(3, (int) (questions.size() * COMMON_QUESTIONS));
        asked.values().forEach(terms -> terms.removeIf(term -> inQuestions.getOrDefault(term, 0) > common));
        // Where each term stands, so that a question looks only at sentences that have one.
        Map<String, List<Integer>> places = new HashMap<>();
        Set<String> wanted = new LinkedHashSet<>();
        asked.values().forEach(wanted::addAll);
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
            List<Found> best = best(
                    asked.getOrDefault(question.id(), Set.of()),
                    terms(question.choices()),
                    places,
                    folded);
            if (!best.isEmpty()) {
                found.put(question.id(), best);
            }
        }
        return found;
    }

    private static List<Found> best(
            Set<String> terms, Set<String> choices, Map<String, List<Integer>> places, List<String> folded) {
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
        List<Found> found = new ArrayList<>();
        for (Map.Entry<Integer, Set<String>> hit : hits.entrySet()) {
            String text = folded.get(hit.getKey());
            Set<String> shared = new LinkedHashSet<>(hit.getValue());
            double score = shared.stream().mapToDouble(t -> weights.getOrDefault(t, 0.0)).sum() / whole;
            Set<String> own = maximal(shared);
            Set<String> confirmed = new LinkedHashSet<>();
            choices.stream().filter(text::contains).forEach(confirmed::add);
            confirmed.removeAll(shared);
            // One word alone is chance, unless an answer stands beside it.
            if (own.size() + Math.min(1, confirmed.size()) < 2 || score < SCORE_MIN) {
                continue;
            }
            shared.addAll(confirmed);
            found.add(new Found(hit.getKey(), score * (1 + 0.15 * Math.min(3, confirmed.size())), shared));
        }
        return found.stream()
                .sorted(Comparator.comparingDouble(Found::score).reversed().thenComparingInt(Found::at))
                .limit(EACH_MAX)
                .toList();
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
            Matcher runs = RUN.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
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
