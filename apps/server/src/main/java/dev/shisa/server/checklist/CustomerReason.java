package dev.shisa.server.checklist;

import dev.shisa.conformity.Decisive;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.Verdict;
import dev.shisa.server.application.CriterionAnswer.EvidenceReference;
import dev.shisa.server.application.DecidingFacts;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.web.Messages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a row is answered as it is, for a customer: what the product does, from the facts that decide, and after each the
 * evidence that says so.
 *
 * <p>The problem: a rule speaks of what would be enough (① or ②, none or a unique one), and its sentences are for who knows
 * the guide. A customer asks about one product and wants to read what it does.
 *
 * <p>The idea: the sentences of the branches above are passed over; only the leaves on which the verdict stands are said, and
 * what a leaf leaves open (at least 6 characters, this or that) is said by the answer itself: 12 characters. Where the
 * sentence of a leaf names alternatives, the question and its answer stand instead. Items of which the same is true share a
 * sentence, sentences that rest on the same evidence share the reference. Nothing is said of what is open: a row that is not
 * decided has no reason.
 */
final class CustomerReason {

    /** A cell is read at a glance; what is left out is counted, and its evidence stands below. */
    private static final int SENTENCES_MAX = 10;

    /** Evidence named behind a sentence; the rest stands below it. */
    private static final int CITED_MAX = 3;

    private static final int DETAILS_MAX = 6;

    /** A list of a hundred ports is not the answer to a question. */
    private static final int VALUE_CHARS_MAX = 120;

    /** End of the sub-item that says that the product has nothing of the kind. */
    private static final String ABSENT = ".N";

    private static final Pattern NUMBER = Pattern.compile("^[①-⑳]\\s*");

    /** A sentence that names alternatives of a guide, or leaves open which of several is so; both languages say the same. */
    private static final Pattern OPEN = Pattern.compile("[①-⑳]|または|どちらか|か、");

    private static final Pattern QUESTION = Pattern.compile("(?:か|ください)。$|[?？]$");

    /** Predicates that only one answer fulfils: the sentence says it already. */
    private static final Pattern ONE_ANSWER =
            Pattern.compile("value == '[^']*'|value == (?:true|false)|'[^']*' in value");

    private static final Pattern END = Pattern.compile("[。.]$");

    private final FactWords words;
    private final Messages messages;
    private final Locale locale;
    private final Map<String, String> itemNames;
    private final Map<UUID, String> details;
    private final Map<UUID, EvidenceSummary> evidence;

    /**
     * @param locale the language of the customer's workbook
     * @param itemNames names of register items by their codes
     * @param details words that belong to facts, by the facts' ids
     * @param evidence by its id
     */
    CustomerReason(
            FactWords words,
            Messages messages,
            Locale locale,
            Map<String, String> itemNames,
            Map<UUID, String> details,
            Map<UUID, EvidenceSummary> evidence) {
        this.words = words;
        this.messages = messages;
        this.locale = locale;
        this.itemNames = itemNames;
        this.details = details;
        this.evidence = evidence;
    }

    /**
     * A sentence without its items' names.
     *
     * @param value what the answer says beyond the sentence; empty: nothing
     * @param denied whether it ought to be so and is not
     * @param cited what it rests on
     */
    private record Sentence(String words, String value, boolean denied, List<EvidenceReference> cited) {
        Sentence {
            cited = List.copyOf(cited);
        }
    }

    /** Sentences in the order of the rule, each with the items of which it is true and the facts that say so. */
    private static final class Said {
        private final Map<Sentence, Set<String>> items = new LinkedHashMap<>();
        private final Map<Sentence, Set<UUID>> facts = new LinkedHashMap<>();

        void add(Sentence sentence, List<String> about, List<Fact> rests) {
            items.computeIfAbsent(sentence, s -> new LinkedHashSet<>()).addAll(about);
            Set<UUID> ids = facts.computeIfAbsent(sentence, s -> new LinkedHashSet<>());
            rests.forEach(fact -> ids.add(fact.id()));
        }

        int size() {
            return items.size();
        }
    }

    /** The reason; empty where the verdict is open or nothing can be said. */
    String of(Requirement requirement, Verdict verdict) {
        Proof proof = verdict.proof();
        Said said = new Said();
        String before = "";
        switch (verdict.state()) {
            case MET -> say(proof.rule(), Truth.TRUE, proof, said);
            case NOT_MET -> Decisive.of(proof).forEach(leaf -> deny(leaf, proof, said));
            case NOT_APPLICABLE -> {
                Text why = requirement.notApplicable();
                before = why == null || OPEN.matcher(why.ja()).find()
                        ? messages.get(locale, "checklist.reason.not-applicable")
                        : ended(why.in(locale));
                ProofNode applies = proof.applies();
                if (applies != null) {
                    say(applies, Truth.FALSE, proof, said);
                }
            }
            case DEEMED, EXEMPT ->
                proof.routes().stream()
                        .filter(route -> route.verdict() == verdict.state()
                                && route.when().truth() == Truth.TRUE)
                        .findFirst()
                        .ifPresent(route -> say(route.when(), Truth.TRUE, proof, said));
            case EXPECTED, UNKNOWN, RECHECK -> {
                return "";
            }
        }
        return (before + "\n" + written(said)).strip();
    }

    /** Says why a node is so, by the leaves that make it so. */
    private void say(ProofNode node, Truth so, Proof proof, Said said) {
        Reading reading = node.reading();
        // What tests did not find is no reason.
        if (node.truth() != so || (reading != null && reading.reason() == Reading.Reason.NOTHING_FOUND)) {
            return;
        }
        switch (node.kind()) {
            case LEAF -> leaf(node, so == Truth.TRUE ? node.text() : null, List.of(node.about()), false, proof, said);
            case NOT -> {
                Text own = so == Truth.TRUE ? node.text() : null;
                if (own == null || OPEN.matcher(stripped(own.ja())).find()) {
                    node.children().forEach(child -> say(child, so.negate(), proof, said));
                } else {
                    List<Fact> facts = DecidingFacts.of(node.children().getFirst(), proof);
                    said.add(
                            new Sentence(stripped(own.in(locale)), "", false, cited(facts)),
                            List.of(node.about()),
                            facts);
                }
            }
            case EVERY -> {
                int before = said.size();
                node.enough().forEach(each -> say(each, so, proof, said));
                if (said.size() == before && so == Truth.TRUE) {
                    // Of no item it had to hold: why none is meant.
                    node.children().stream()
                            .flatMap(each -> each.children().stream().filter(each::turns))
                            .forEach(where -> say(where, Truth.FALSE, proof, said));
                    if (said.size() == before && reading != null) {
                        none(reading, proof, said);
                    }
                }
            }
            case EACH ->
                node.enough().stream().filter(part -> !node.turns(part)).forEach(part -> say(part, so, proof, said));
            case ANY -> {
                // What the product would have to do is not said beside that it has no such thing.
                List<ProofNode> absent = node.enough().stream()
                        .filter(part -> part.item() != null && part.item().endsWith(ABSENT))
                        .toList();
                (absent.isEmpty() ? node.enough() : absent).forEach(part -> say(part, so, proof, said));
            }
            case ALL, EARLIER -> node.enough().forEach(part -> say(part, so, proof, said));
        }
    }

    private void deny(Decisive.Leaf leaf, Proof proof, Said said) {
        leaf(leaf.node(), leaf.claim(), leaf.about(), true, proof, said);
    }

    /**
     * @param claim the sentence that is true, or that ought to be; null: only what is asked can be said
     * @param denied whether it ought to be so and is not
     */
    private void leaf(
            ProofNode node, @Nullable Text claim, List<String> about, boolean denied, Proof proof, Said said) {
        Reading reading = node.reading();
        if (reading == null) {
            return;
        }
        List<Fact> facts = DecidingFacts.of(node, proof);
        String value = value(reading);
        boolean speaks = claim != null
                && !OPEN.matcher(stripped(claim.ja())).find()
                && !QUESTION.matcher(claim.ja()).find();
        if (claim == null || (!speaks && !value.isEmpty())) {
            if (!value.isEmpty()) {
                String asked = words.question(reading.slot(), locale, itemNames);
                said.add(new Sentence(asked + " — ", value, false, cited(facts)), List.of(), facts);
            }
            return;
        }
        boolean saidAlready = !denied
                && (ONE_ANSWER.matcher(reading.predicate()).matches()
                        || reading.value() instanceof Value.Flag
                        || reading.predicate().isEmpty());
        said.add(
                new Sentence(stripped(claim.in(locale)), saidAlready ? "" : value, denied, cited(facts)), about, facts);
    }

    /** That there is nothing of the kind at all, as the list says. */
    private void none(Reading reading, Proof proof, Said said) {
        if (reading.value() instanceof Value.Words(var items) && items.isEmpty()) {
            List<Fact> facts = reading.used().stream()
                    .flatMap(id -> proof.fact(id).stream())
                    .toList();
            said.add(new Sentence(value(reading), "", false, cited(facts)), List.of(), facts);
        }
    }

    private String value(Reading reading) {
        Value value = reading.value();
        Slot slot = reading.slot();
        return value == null ? "" : Cut.to(words.value(slot, value, locale, itemNames), VALUE_CHARS_MAX);
    }

    private List<EvidenceReference> cited(List<Fact> facts) {
        return facts.stream()
                .map(Fact::evidence)
                .distinct()
                .flatMap(id -> Stream.ofNullable(evidence.get(id)))
                .map(e -> new EvidenceReference(e.code(), e.title(), e.place()))
                .limit(CITED_MAX)
                .toList();
    }

    private String written(Said said) {
        Map<List<EvidenceReference>, List<Sentence>> byEvidence = said.items.keySet().stream()
                .limit(SENTENCES_MAX)
                .collect(Collectors.groupingBy(Sentence::cited, LinkedHashMap::new, Collectors.toList()));
        List<String> lines = new ArrayList<>();
        Set<String> told = new LinkedHashSet<>();
        byEvidence.forEach((cited, sentences) -> {
            lines.add(line(cited, sentences, said));
            sentences.stream()
                    .flatMap(sentence -> said.facts.getOrDefault(sentence, Set.of()).stream())
                    .map(fact -> details.getOrDefault(fact, "").strip())
                    .filter(detail -> !detail.isEmpty() && told.size() < DETAILS_MAX && told.add(detail))
                    .forEach(lines::add);
        });
        int left = said.size() - SENTENCES_MAX;
        if (left > 0) {
            lines.add(messages.get(locale, "checklist.reason.more", left));
        }
        return String.join("\n", lines);
    }

    private String line(List<EvidenceReference> cited, List<Sentence> sentences, Said said) {
        String text = sentences.stream()
                .map(sentence -> ended(whole(sentence, said.items.getOrDefault(sentence, Set.of()))))
                .collect(Collectors.joining(isJapanese() ? "" : " "));
        return cited.isEmpty()
                ? text
                : messages.get(
                        locale,
                        "checklist.reason.evidence",
                        text,
                        cited.stream().map(one -> one.in(locale)).collect(Collectors.joining(", ")));
    }

    private String whole(Sentence sentence, Set<String> about) {
        String named = words.sentence(new Text(sentence.words(), sentence.words()), about, locale, itemNames);
        if (sentence.denied()) {
            return sentence.value().isEmpty()
                    ? messages.get(locale, "checklist.reason.not", named)
                    : messages.get(locale, "checklist.reason.not-so", named, sentence.value());
        }
        if (sentence.value().isEmpty() || named.endsWith(" — ")) {
            return named + sentence.value();
        }
        return messages.get(locale, "checklist.reason.value", named, sentence.value());
    }

    private boolean isJapanese() {
        return locale.getLanguage().equals(Locale.JAPANESE.getLanguage());
    }

    /** Without its number in a guide and its full stop. */
    private static String stripped(String sentence) {
        return END.matcher(NUMBER.matcher(sentence.strip()).replaceFirst("")).replaceFirst("");
    }

    private String ended(String sentence) {
        return sentence.matches("(?s).*[。.!?！？]$") ? sentence : sentence + (isJapanese() ? "。" : ".");
    }
}
