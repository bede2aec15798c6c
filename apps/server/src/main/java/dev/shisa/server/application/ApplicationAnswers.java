package dev.shisa.server.application;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Layer;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.application.Application.Reason;
import dev.shisa.server.application.CriterionAnswer.EvidenceReference;
import dev.shisa.server.application.CriterionAnswer.SubAnswer;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.StoredVerdict;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Brings verdicts, proofs, evidence and the maker's own words together into the answers for a form. */
@Component
class ApplicationAnswers {

    /** The framework that IPA's checklist asks about. */
    static final String FRAMEWORK = "jcstar1";

    private static final String CERTIFICATION_NUMBER = "certification.number";
    private static final String PSTI = "psti.statement";

    private final Verdicts verdicts;
    private final Catalogues catalogues;
    private final EvidenceLog evidence;
    private final Products products;
    private final ApplicationStore store;
    private final Messages messages;

    ApplicationAnswers(
            Verdicts verdicts,
            Catalogues catalogues,
            EvidenceLog evidence,
            Products products,
            ApplicationStore store,
            Messages messages) {
        this.verdicts = verdicts;
        this.catalogues = catalogues;
        this.evidence = evidence;
        this.products = products;
        this.store = store;
        this.messages = messages;
    }

    /**
     * Everything about a series at one moment.
     *
     * @param drafts the reason that would be written without the maker's own words, by requirement
     * @param evidenceOf which requirements rest on a piece of evidence
     * @param aboutProduct evidence on which something rests that is said of this product, not of the company alone
     */
    record Snapshot(
            List<CriterionAnswer> answers,
            Map<String, Text> drafts,
            Map<String, Proof> proofs,
            Map<UUID, Set<String>> evidenceOf,
            Set<UUID> aboutProduct,
            List<FactEntry> facts,
            Map<String, String> itemNames) {

        /** What is known without what is answered from it, for a product that is not asked. */
        Snapshot withoutAnswers() {
            return new Snapshot(List.of(), Map.of(), Map.of(), evidenceOf, aboutProduct, facts, itemNames);
        }

        /** The fact of a key that leads: the strongest that stands, the one observed last among equals. */
        Optional<FactEntry> leading(String key) {
            return facts.stream()
                    .filter(entry -> entry.isStanding()
                            && entry.fact().slot().key().value().equals(key))
                    .max(Comparator.comparing((FactEntry entry) -> entry.fact().strength())
                            .thenComparing(entry -> entry.fact().observedAt()));
        }

        String word(String key) {
            return leading(key)
                    .map(entry -> entry.fact().value() instanceof Value.Word(String word) ? word : "")
                    .orElse("");
        }

        @Nullable
        LocalDate day(String key) {
            return leading(key)
                    .map(entry -> entry.fact().value() instanceof Value.Day(LocalDate day) ? day : null)
                    .orElse(null);
        }

        String detail(String key) {
            return leading(key).map(FactEntry::detail).orElse("");
        }
    }

    Snapshot of(Series series) {
        Catalogue catalogue = catalogues.current();
        List<Requirement> requirements =
                catalogue.framework(FRAMEWORK).map(Framework::requirements).orElse(List.of());
        Map<String, StoredVerdict> stored = verdicts.of(series.id(), FRAMEWORK).stream()
                .collect(Collectors.toMap(verdict -> verdict.requirement().number(), Function.identity()));
        List<Subject> subjects =
                products.target(series).layers().stream().map(Layer::subject).toList();
        List<FactEntry> facts = evidence.entries(subjects);
        Map<UUID, String> details = facts.stream()
                .filter(entry -> !entry.detail().isBlank())
                .collect(Collectors.toMap(FactEntry::id, FactEntry::detail, (a, b) -> a));
        Map<String, String> itemNames = products.itemNames(series.id());
        ReasonDraft draft = new ReasonDraft(itemNames, details);
        Map<String, Reason> reasons = store.reasons(series.id());

        Map<String, Proof> proofs = verdicts.proofs(series.id(), FRAMEWORK).entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().number(), Map.Entry::getValue));
        Map<String, List<SubItem>> items = new HashMap<>();
        Map<UUID, Set<String>> evidenceOf = new LinkedHashMap<>();
        Set<UUID> aboutProduct = new HashSet<>();
        for (Requirement requirement : requirements) {
            String number = requirement.id().number();
            StoredVerdict verdict = stored.get(number);
            Proof proof = proofs.get(number);
            if (verdict == null || proof == null) {
                continue;
            }
            List<SubItem> its = subItems(number, verdict.state(), proof);
            items.put(number, its);
            for (Fact fact : cited(proof, verdict.state(), its)) {
                evidenceOf
                        .computeIfAbsent(fact.evidence(), i -> new LinkedHashSet<>())
                        .add(number);
                if (isAboutProduct(fact, catalogue)) {
                    aboutProduct.add(fact.evidence());
                }
            }
        }
        Map<UUID, EvidenceSummary> summaries = summaries(proofs.values());

        Map<String, Text> drafts = new HashMap<>();
        List<CriterionAnswer> answers = new ArrayList<>();
        Snapshot soFar = new Snapshot(List.of(), Map.of(), Map.of(), Map.of(), Set.of(), facts, itemNames);
        for (Requirement requirement : requirements) {
            String number = requirement.id().number();
            StoredVerdict verdict = stored.get(number);
            Proof proof = proofs.get(number);
            VerdictState state = verdict == null ? VerdictState.UNKNOWN : verdict.state();
            VerdictState towards = verdict == null ? null : verdict.towards();
            Text drafted = proof == null ? new Text("", "") : draft.of(requirement, state, towards, proof);
            drafts.put(number, drafted);
            List<EvidenceSummary> used =
                    proof == null ? List.of() : summaries(DecidingFacts.of(proof, state), summaries);
            answers.add(new CriterionAnswer(
                    number,
                    requirement.title(),
                    state,
                    towards,
                    isProven(state, proof),
                    own(reasons.get(number), drafted),
                    route(requirement, state, proof, soFar, used),
                    routeNumber(state, soFar),
                    references(used),
                    used.stream()
                            .flatMap(e -> e.confirmedBy().stream())
                            .distinct()
                            .collect(Collectors.joining("、")),
                    proof == null
                            ? List.of()
                            : items.getOrDefault(number, List.of()).stream()
                                    .map(item -> sub(item, state, proof, draft, summaries))
                                    .toList()));
        }
        return new Snapshot(answers, drafts, proofs, evidenceOf, aboutProduct, facts, itemNames);
    }

    /** The facts that a form may cite for a criterion: its own, and where it is decided those of its sub-items. */
    private static List<Fact> cited(Proof proof, VerdictState state, List<SubItem> items) {
        boolean decided = state == VerdictState.MET || state == VerdictState.NOT_MET;
        return Stream.concat(
                        DecidingFacts.of(proof, state).stream(),
                        decided ? items.stream().flatMap(item -> item.facts(proof).stream()) : Stream.of())
                .distinct()
                .toList();
    }

    /** Whether a fact says something of this product, and not only of the company as a whole. */
    private static boolean isAboutProduct(Fact fact, Catalogue catalogue) {
        return fact.subject().kind() != Subject.Kind.ORGANISATION
                || catalogue
                        .fact(fact.slot().key())
                        .filter(definition -> definition.scope() != Subject.Kind.ORGANISATION)
                        .isPresent();
    }

    /** All green states are; a rule that fails is only when its proof does not rest on mere statements. */
    private static boolean isProven(VerdictState state, @Nullable Proof proof) {
        return switch (state) {
            case MET, NOT_APPLICABLE, DEEMED, EXEMPT -> true;
            case NOT_MET -> proof != null && proof.rule().proven() == Truth.FALSE;
            case EXPECTED, UNKNOWN, RECHECK -> false;
        };
    }

    private static Text own(@Nullable Reason reason, Text drafted) {
        if (reason == null) {
            return drafted;
        }
        return new Text(
                reason.ja().isBlank() ? drafted.ja() : reason.ja(), reason.en().isBlank() ? drafted.en() : reason.en());
    }

    /** みなし適合 and 免除 are 適合 in the form; which route, and its number, is said in the reason. */
    private Text route(
            Requirement requirement,
            VerdictState state,
            @Nullable Proof proof,
            Snapshot facts,
            List<EvidenceSummary> used) {
        if (proof == null || (state != VerdictState.DEEMED && state != VerdictState.EXEMPT)) {
            return new Text("", "");
        }
        Text name = proof.routes().stream()
                .filter(route -> route.verdict() == state && route.when().truth() == Truth.TRUE)
                .map(Proof.RouteProof::name)
                .findFirst()
                .orElse(requirement.title());
        String number = routeNumber(state, facts);
        Function<Locale, String> route = locale -> messages.get(
                locale,
                "application.route." + state.code(),
                name.in(locale),
                number.isBlank()
                        ? used.stream()
                                .map(one -> one.title().in(locale))
                                .distinct()
                                .limit(2)
                                .collect(Collectors.joining(messages.get(locale, "fact.list-separator")))
                        : number);
        return new Text(route.apply(Locale.JAPANESE), route.apply(Locale.ENGLISH));
    }

    private static String routeNumber(VerdictState state, Snapshot facts) {
        return switch (state) {
            case DEEMED -> facts.word(CERTIFICATION_NUMBER);
            // A statement of compliance has no official number; the evidence that it is attached as names it.
            case EXEMPT -> facts.leading(PSTI).map(FactEntry::evidenceCode).orElse("");
            case MET, EXPECTED, NOT_MET, UNKNOWN, RECHECK, NOT_APPLICABLE -> "";
        };
    }

    /** What proofs rest on. */
    Map<UUID, EvidenceSummary> summaries(Collection<Proof> proofs) {
        return evidence.summaries(proofs.stream()
                .flatMap(proof -> proof.facts().stream().map(Fact::evidence))
                .collect(Collectors.toSet()));
    }

    private static List<EvidenceSummary> summaries(List<Fact> facts, Map<UUID, EvidenceSummary> summaries) {
        return facts.stream()
                .map(Fact::evidence)
                .distinct()
                .flatMap(id -> Optional.ofNullable(summaries.get(id)).stream())
                .toList();
    }

    private static List<EvidenceReference> references(List<EvidenceSummary> evidence) {
        return evidence.stream()
                .map(e -> new EvidenceReference(e.code(), e.title(), e.place()))
                .toList();
    }

    /**
     * The official sub-items of the rule that forms may ask for: ①, ①A. Of a criterion that the rule does not decide there
     * are none: whatever rows a form has for it, the whole's answer goes into each.
     */
    private static List<SubItem> subItems(String number, VerdictState state, Proof proof) {
        return state == VerdictState.DEEMED || state == VerdictState.EXEMPT || state == VerdictState.NOT_APPLICABLE
                ? List.of()
                : SubItem.of(number, proof);
    }

    private static SubAnswer sub(
            SubItem item,
            VerdictState criterion,
            Proof proof,
            ReasonDraft draft,
            Map<UUID, EvidenceSummary> summaries) {
        List<Fact> facts = item.facts(proof);
        VerdictState decided = item.state(criterion);
        // ④ of S1.1-16 alone may be excused: then nothing but the statement makes it true.
        boolean excused = decided == VerdictState.MET
                && !facts.isEmpty()
                && facts.stream().allMatch(fact -> fact.slot().key().value().equals(PSTI));
        return new SubAnswer(
                item.sub(),
                excused ? VerdictState.EXEMPT : decided,
                item.reason(draft, proof),
                references(summaries(facts, summaries)));
    }

    /** The facts that a form may cite for a criterion, or that leave it open, with their entries, for the own export. */
    static List<FactEntry> used(CriterionAnswer answer, Proof proof, List<FactEntry> facts) {
        List<SubItem> items = subItems(answer.id(), answer.state(), proof);
        boolean open = answer.word() == VerdictWord.OPEN;
        Set<UUID> ids = (open ? proof.facts() : cited(proof, answer.state(), items))
                .stream().map(Fact::id).collect(Collectors.toSet());
        return facts.stream()
                .filter(entry -> ids.contains(entry.id()))
                .filter(FactEntry::isStanding)
                .toList();
    }
}
