package dev.shisa.server.checklist;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Outline;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Text;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a question of a customer may be about, for a person who decides.
 *
 * <p>Customers ask the same things in words of their own, in Japanese or English, and sometimes name the number of a
 * guideline. So a requirement is proposed when its number is mentioned, or that of a guideline known by titles only to which
 * it is related; otherwise by common words: every text becomes a vector of its terms (Latin words, words in katakana,
 * pairs of neighbouring kanji, which need no dictionary), each weighted by how rare it is in the catalogue (tf-idf), and the angle
 * between question and requirement is compared (Salton's vector space model). This finds words, not meaning: a proposal is
 * never counted by itself.
 */
final class Proposals {

    /** Below this cosine two texts share little more than everyday words; found by trying the catalogue's own texts. */
    static final double LEAST = 0.12;

    private static final int SHARED_MAX = 4;
    private static final int TERMS_MAX = 2_000;

    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9]{2,}|[\\p{IsHan}々]{2,}|[\\p{IsKatakana}ー]{2,}");
    private static final Pattern GUIDE_PLACE = Pattern.compile("(指針|要点)\\s*(\\d{1,2})");
    private static final Set<String> STOP = Set.of(
            "the", "and", "for", "are", "with", "that", "this", "from", "not", "any", "all", "has", "have", "does",
            "you", "your", "can", "its", "which", "there", "they", "been", "such", "when", "what", "how", "who", "will",
            "shall", "must", "should", "may", "into", "one", "other", "than", "these", "each", "only", "about",
            "product", "device", "製品", "機器", "場合", "実施", "確認", "対応", "有無");

    /** Why something is proposed. */
    sealed interface Why {

        /** The question names this number. */
        record Named(String number) implements Why {}

        /** The question names a place of a guideline to which it is related. */
        record Related(String number) implements Why {}

        /** These words stand in both, the rarest first. */
        record Words(List<String> shared) implements Why {}
    }

    /**
     * One proposal.
     *
     * @param requirement null: a fact
     * @param fact null: a requirement
     */
    record Proposal(
            @Nullable RequirementId requirement, @Nullable FactKey fact, Why why, double score) {}

    private record Entry(
            @Nullable RequirementId requirement, @Nullable FactKey fact, Map<String, Double> terms, double length) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Double> rarity = new HashMap<>();
    private final double unseen;

    /** What is proposed when a text mentions a number. */
    private final Map<String, List<Proposal>> numbers = new LinkedHashMap<>();

    Proposals(Catalogue catalogue) {
        record Source(
                @Nullable RequirementId requirement,
                @Nullable FactKey fact,
                Map<String, Integer> counts) {}
        List<Source> sources = new ArrayList<>();
        for (Framework framework : catalogue.frameworks()) {
            for (Requirement requirement : framework.requirements()) {
                Text easy = requirement.easy();
                sources.add(new Source(
                        requirement.id(),
                        null,
                        counts(both(requirement.title()) + " " + both(requirement.title()) + " "
                                + both(requirement.text()) + " " + (easy == null ? "" : both(easy)))));
                numbers(requirement);
            }
        }
        for (FactDefinition fact : catalogue.vocabulary().facts()) {
            if (Basis.tieable(fact)) {
                sources.add(new Source(null, fact.key(), counts(both(fact.question()) + " " + both(fact.question()))));
            }
        }
        for (Outline outline : catalogue.references().outlines()) {
            outline.entries().forEach(entry -> related(catalogue, entry));
        }
        Map<String, Integer> documents = new HashMap<>();
        sources.forEach(source -> source.counts().keySet().forEach(term -> documents.merge(term, 1, Integer::sum)));
        documents.forEach((term, n) -> rarity.put(term, Math.log((sources.size() + 1.0) / n)));
        unseen = Math.log(sources.size() + 1.0);
        sources.forEach(source -> {
            Map<String, Double> weights = weights(source.counts());
            entries.add(new Entry(source.requirement(), source.fact(), weights, length(weights)));
        });
    }

    private void numbers(Requirement requirement) {
        String number = requirement.id().number();
        mention(number, new Proposal(requirement.id(), null, new Why.Named(number), 2));
        // 004 and the IoT guideline are cited by 指針 and 要点, which stand in the place of the source.
        Matcher place = GUIDE_PLACE.matcher(requirement.source().place());
        String cited = "";
        while (place.find()) {
            cited = place.group(1) + place.group(2);
        }
        if (!cited.isEmpty()) {
            mention(cited, new Proposal(requirement.id(), null, new Why.Named(cited), 2));
        }
    }

    private void related(Catalogue catalogue, Outline.Entry entry) {
        String number = entry.id().number();
        // 5.1-1 is a number that somebody cites; a bare 1 is not.
        if (number.length() > 2 && number.matches(".*\\d.*") && number.matches(".*[.\\-()].*")) {
            catalogue.references().relationsOf(entry.id()).stream()
                    .map(relation -> relation.other(entry.id()))
                    .filter(id -> catalogue.requirement(id).isPresent())
                    .forEach(id -> mention(number, new Proposal(id, null, new Why.Related(number), 1.5)));
        }
    }

    private void mention(String number, Proposal proposal) {
        numbers.computeIfAbsent(plain(number).replace(" ", ""), n -> new ArrayList<>())
                .add(proposal);
    }

    /** The best first; at most {@code most} requirements and as many facts. */
    List<Proposal> of(String question, int most) {
        Map<Object, Proposal> found = new LinkedHashMap<>();
        String text = GUIDE_PLACE.matcher(plain(question)).replaceAll("$1$2");
        numbers.forEach((number, proposals) -> {
            if (mentions(text, number)) {
                proposals.forEach(proposal -> keep(found, proposal));
            }
        });
        Map<String, Double> weights = weights(counts(question));
        double length = length(weights);
        for (Entry entry : entries) {
            double product = 0;
            for (Map.Entry<String, Double> term : weights.entrySet()) {
                product += term.getValue() * entry.terms().getOrDefault(term.getKey(), 0.0);
            }
            double cosine = length == 0 || entry.length() == 0 ? 0 : product / (length * entry.length());
            if (cosine >= LEAST) {
                keep(
                        found,
                        new Proposal(
                                entry.requirement(),
                                entry.fact(),
                                new Why.Words(shared(question, entry.terms())),
                                cosine));
            }
        }
        List<Proposal> sorted = found.values().stream()
                .sorted(Comparator.comparingDouble((Proposal p) -> -p.score())
                        .thenComparing(p -> String.valueOf(p.requirement()))
                        .thenComparing(p -> String.valueOf(p.fact())))
                .toList();
        List<Proposal> shown = new ArrayList<>();
        sorted.stream().filter(p -> p.requirement() != null).limit(most).forEach(shown::add);
        sorted.stream().filter(p -> p.fact() != null).limit(most).forEach(shown::add);
        return shown;
    }

    private static void keep(Map<Object, Proposal> found, Proposal proposal) {
        Object key = proposal.requirement() != null ? proposal.requirement() : String.valueOf(proposal.fact());
        found.merge(key, proposal, (old, other) -> old.score() >= other.score() ? old : other);
    }

    /** Whether a number stands in a text and is not part of a longer one. */
    private static boolean mentions(String text, String number) {
        for (int at = text.indexOf(number); at >= 0; at = text.indexOf(number, at + 1)) {
            boolean begins = at == 0 || !inNumber(text.charAt(at - 1)) || number.charAt(0) > 127;
            int end = at + number.length();
            boolean ends = end == text.length()
                    || !inNumber(text.charAt(end))
                    || (text.charAt(end) == '.' && (end + 1 == text.length() || !inNumber(text.charAt(end + 1))));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    private static boolean inNumber(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '.');
    }

    /** What both say, as the question writes it: Latin words, and stretches all of whose pairs stand in the other. */
    private List<String> shared(String question, Map<String, Double> other) {
        Map<String, Double> found = new LinkedHashMap<>();
        Matcher words = WORD.matcher(plain(question));
        for (int n = 0; n < TERMS_MAX && words.find(); n++) {
            String word = words.group();
            if (isWhole(word)) {
                if (other.containsKey(stem(word))) {
                    found.put(word, rarity.getOrDefault(stem(word), 0.0));
                }
                continue;
            }
            int from = 0;
            double weight = 0;
            for (int i = 0; i < word.length(); i++) {
                boolean common = i + 1 < word.length() && other.containsKey(word.substring(i, i + 2));
                if (common) {
                    weight += rarity.getOrDefault(word.substring(i, i + 2), 0.0);
                } else {
                    if (weight > 0) {
                        found.put(word.substring(from, i + 1), weight);
                    }
                    from = i + 1;
                    weight = 0;
                }
            }
        }
        return found.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SHARED_MAX)
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<String, Double> weights(Map<String, Integer> counts) {
        Map<String, Double> weights = new HashMap<>();
        counts.forEach((term, n) -> weights.put(term, (1 + Math.log(n)) * rarity.getOrDefault(term, unseen)));
        return weights;
    }

    private static double length(Map<String, Double> weights) {
        // Summed in one order, so that the same text always has the same length.
        return Math.sqrt(new TreeMap<>(weights)
                .values().stream().mapToDouble(weight -> weight * weight).sum());
    }

    private static Map<String, Integer> counts(String text) {
        Map<String, Integer> counts = new HashMap<>();
        Matcher words = WORD.matcher(plain(text));
        for (int n = 0; n < TERMS_MAX && words.find(); n++) {
            String word = words.group();
            if (isWhole(word)) {
                String stem = stem(word);
                if (!STOP.contains(stem)) {
                    counts.merge(stem, 1, Integer::sum);
                }
            } else {
                for (int i = 0; i + 1 < word.length(); i++) {
                    String pair = word.substring(i, i + 2);
                    if (!STOP.contains(pair)) {
                        counts.merge(pair, 1, Integer::sum);
                    }
                }
            }
        }
        return counts;
    }

    /** Words of Latin letters and of katakana are terms as they are; kanji are compared by pairs. */
    private static boolean isWhole(String word) {
        return !Character.isIdeographic(word.charAt(0));
    }

    private static String stem(String word) {
        return word.length() > 4 && word.endsWith("s") && !word.endsWith("ss")
                ? word.substring(0, word.length() - 1)
                : word;
    }

    private static String both(Text text) {
        return text.ja() + " " + text.en();
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .replaceAll("[‐‑‒–—―−]", "-")
                .toLowerCase(Locale.ROOT);
    }
}
