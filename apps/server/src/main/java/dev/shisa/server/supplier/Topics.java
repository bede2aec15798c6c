package dev.shisa.server.supplier;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import dev.shisa.server.supplier.Stand.Said;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the records say of a product, topic by topic: the one place where they become facts. What a question asks of all suppliers is
 * decided only when every supplier in the product's register has a record; one that has none would otherwise pass with the others. The
 * words in the papers are those of the language of whoever acts.
 */
final class Topics {

    static final String CONTRACTS = "contracts";
    static final String SELECTION = "selection";
    static final String SUBSTITUTES = "substitutes";
    static final String ACCEPTANCE = "acceptance";

    /** A supplier of a product with all that is recorded of it. */
    record Of(
            RegisterItem item,
            @Nullable Supplier supplier,
            Standing standing,
            List<Delivery> deliveries,
            List<Check> checks) {
        Of {
            deliveries = List.copyOf(deliveries);
            checks = List.copyOf(checks);
        }
    }

    private final Series series;
    private final List<Of> suppliers;
    private final LocalDate today;
    private final Messages messages;
    private final Locale locale;

    /** @param suppliers one for each item of the register */
    Topics(Series series, List<Of> suppliers, LocalDate today, Messages messages, Locale locale) {
        this.series = series;
        this.suppliers = List.copyOf(suppliers);
        this.today = today;
        this.messages = messages;
        this.locale = locale;
    }

    static String answer(String item, Question question) {
        return "answer:" + item + ":" + question.id();
    }

    static String reviewed(String item) {
        return "reviewed:" + item;
    }

    /** Every topic of which the records could say something. */
    Map<String, Stand> all() {
        Map<String, Stand> topics = new LinkedHashMap<>();
        for (Of of : suppliers) {
            for (Question question : Question.values()) {
                topics.put(answer(of.item().code(), question), answer(of, question));
            }
            topics.put(reviewed(of.item().code()), reviewed(of));
        }
        topics.put(CONTRACTS, contracts());
        topics.put(SELECTION, selection());
        topics.put(SUBSTITUTES, substitutes());
        topics.put(ACCEPTANCE, acceptance());
        return topics;
    }

    // One supplier

    private Stand answer(Of of, Question question) {
        Review review = of.supplier() == null ? null : of.standing().reviews().get(question);
        Slot slot = new Slot(question.key(), of.item().code());
        String title = t("supplier.paper.answer", of.item().name(), t("supplier.question." + question.id() + ".short"));
        if (review == null || review.until().isBefore(today)) {
            return Stand.recorded(
                    false,
                    Map.of(slot, new Said(Value.word("unchecked"), "", false)),
                    null,
                    title,
                    t("supplier.paper.answer.none", of.item().name()),
                    "none");
        }
        String detail = review.detail();
        return new Stand(
                true,
                Map.of(slot, new Said(Value.word(review.isYes() ? "confirmed" : "absent"), detail, true)),
                review.until(),
                title,
                t(
                        "supplier.paper.answer.text",
                        review.answeredBy(),
                        t("supplier.answer." + review.answer()),
                        review.byName(),
                        review.until().toString(),
                        detail),
                review.file(),
                review.file() == null,
                review.answeredBy(),
                review.answer() + "\n" + detail + "\n" + review.until() + "\n" + review.at());
    }

    private Stand reviewed(Of of) {
        Decision decision = of.supplier() == null ? null : of.standing().decision();
        String title = t("supplier.paper.decision", of.item().name());
        if (decision != null && decision.outcome().equals("reject") && decision.holds(today)) {
            return Stand.recorded(
                    true,
                    judged(of, List.of(), false, decision.reason(), true),
                    null,
                    title,
                    words(decision),
                    basis(decision));
        }
        if (decision == null || !of.standing().isMadeUpFor()) {
            // Decided before something else was found lacking, withdrawn, or never decided.
            return Stand.recorded(
                    false,
                    judged(of, List.of(), false, "", false),
                    null,
                    title,
                    t("supplier.paper.decision.none", of.item().name()),
                    "none");
        }
        return Stand.recorded(
                true,
                judged(of, decision.lacks(), true, decision.reason(), true),
                decision.until(),
                title,
                words(decision),
                basis(decision));
    }

    /** The judgement, and the lacking points for which it was made. */
    private static Map<Slot, Said> judged(
            Of of, Collection<Question> points, boolean isUsable, String reason, boolean positive) {
        String item = of.item().code();
        List<String> made = points.isEmpty()
                ? List.of("none")
                : points.stream().map(Question::id).toList();
        return Map.of(
                Slot.of("supplier.reviewed", item), new Said(Value.flag(isUsable), reason, positive),
                Slot.of("supplier.reviewed.points", item), new Said(Value.words(made), reason, positive));
    }

    private static String basis(Decision decision) {
        return decision.outcome() + " " + decision.until() + " " + new TreeSet<>(decision.lacks()) + " "
                + decision.at();
    }

    private String words(Decision decision) {
        return t(
                "supplier.paper.decision.text",
                t("supplier.decision.outcome." + decision.outcome()),
                decision.byName(),
                decision.until().toString(),
                decision.lacks().stream()
                        .sorted()
                        .map(q -> t("supplier.question." + q.id() + ".short"))
                        .collect(Collectors.joining(t("supplier.between"))),
                decision.reason());
    }

    // All suppliers

    private Stand contracts() {
        List<String> missing = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        List<String> basis = new ArrayList<>();
        for (Of of : suppliers) {
            List<Contract> contracts =
                    of.supplier() == null ? List.of() : of.standing().contracts(series.id());
            if (contracts.isEmpty()) {
                missing.add(of.item().name());
                basis.add(of.item().code());
            }
            for (Contract contract : contracts) {
                lines.add(line(of, contract));
                basis.add(of.item().code() + " " + contract.kind() + " " + contract.title() + " " + contract.startsOn()
                        + " " + contract.endsOn() + " " + new TreeMap<>(contract.clauses()));
            }
        }
        boolean whole = !suppliers.isEmpty() && missing.isEmpty();
        List<LocalDate> ends = new ArrayList<>();
        Set<String> agreed = new TreeSet<>();
        for (Clause clause : List.of(Clause.VULNERABILITY, Clause.INCIDENT, Clause.RESPONSIBILITY, Clause.MEASURES)) {
            if (whole && inAll(clause, "contract", ends)) {
                agreed.add(clause.id());
            }
        }
        boolean needs = whole && inAll(Clause.MEASURES, null, ends);
        boolean specified = whole && inAll(Clause.VULNERABILITY, "specification", ends);
        if (whole && agreed.isEmpty()) {
            // That no clause is in all of them may change when one of them ends.
            suppliers.forEach(of -> of.standing().contracts(series.id()).forEach(c -> ends.add(last(c))));
        }
        String lack = missing.isEmpty() ? "" : t("supplier.paper.contracts.missing", join(missing));
        String title = t("supplier.paper.contracts", series.name());
        boolean together = agreed.contains(Clause.VULNERABILITY.id());
        Map<Slot, Said> facts = new LinkedHashMap<>();
        facts.put(
                Slot.of("supply.contract", ""),
                new Said(Value.words(agreed.isEmpty() ? Set.of("none") : agreed), lack, whole));
        put(facts, "supply.needs", needs, "written", "none", lack);
        put(facts, "supply.specification", specified, "vulnerability", "none", lack);
        put(facts, "supply.clause.considered", agreed.contains(Clause.MEASURES.id()), "done", "open", lack);
        put(
                facts,
                "cooperation.agreed",
                together,
                "documented",
                "none",
                together ? cut(title + "\n" + String.join("\n", lines)) : lack);
        return Stand.recorded(
                whole,
                facts,
                ends.stream()
                        .filter(end -> !end.equals(LocalDate.MAX))
                        .min(LocalDate::compareTo)
                        .orElse(null),
                title,
                paper(lines, lack),
                String.join("\n", basis));
    }

    /**
     * Whether documents in force say a clause for every supplier.
     *
     * @param kind only of this kind; null: of any
     * @param ends gets the last days of those that say it for longest, if all do
     */
    private boolean inAll(Clause clause, @Nullable String kind, List<LocalDate> ends) {
        List<LocalDate> days = new ArrayList<>();
        for (Of of : suppliers) {
            Contract saying = of.standing().saying(clause, series.id(), kind);
            if (saying == null) {
                return false;
            }
            days.add(last(saying));
        }
        ends.addAll(days);
        return true;
    }

    private static LocalDate last(Contract contract) {
        LocalDate ends = contract.endsOn();
        return ends == null ? LocalDate.MAX : ends;
    }

    private String line(Of of, Contract contract) {
        return of.item().name() + ": " + contract.title() + " ("
                + t("supplier.contract.kind." + contract.kind()) + ", " + contract.startsOn() + " – "
                + (contract.endsOn() == null ? t("supplier.contract.endless") : contract.endsOn()) + ") "
                + new TreeMap<>(contract.clauses())
                        .entrySet().stream()
                                .map(e -> t("supplier.clause." + e.getKey().id())
                                        + (e.getValue().isEmpty() ? "" : " " + e.getValue()))
                                .collect(Collectors.joining(t("supplier.between")));
    }

    private Stand selection() {
        List<String> missing = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        List<String> basis = new ArrayList<>();
        List<LocalDate> ends = new ArrayList<>();
        for (Of of : suppliers) {
            Decision decision = of.supplier() == null ? null : of.standing().decision();
            if (decision == null || !of.standing().isChosen()) {
                missing.add(of.item().name());
                basis.add(of.item().code());
            } else {
                basis.add(of.item().code() + " " + basis(decision));
                lines.add(of.item().name() + ": " + words(decision));
                ends.add(decision.until());
                Set.of(Question.SUPPORT, Question.STRUCTURE).forEach(q -> {
                    Review review = of.standing().reviews().get(q);
                    if (review != null) {
                        ends.add(review.until());
                    }
                });
            }
        }
        return ofAll("supply.selection", "recorded", false, missing, lines, ends, basis, "supplier.paper.selection");
    }

    private Stand substitutes() {
        List<String> missing = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        List<String> basis = new ArrayList<>();
        for (Of of : suppliers) {
            if (of.deliveries().isEmpty()) {
                missing.add(of.item().name());
                basis.add(of.item().code());
            }
            for (Delivery delivery : of.deliveries()) {
                basis.add(of.item().code() + " " + delivery.name() + " " + delivery.alternative());
                if (delivery.alternative().isEmpty()) {
                    missing.add(of.item().name() + " " + delivery.name());
                } else {
                    lines.add(of.item().name() + " " + delivery.name() + ": " + delivery.alternative());
                }
            }
        }
        return ofAll(
                "supply.substitute",
                "documented",
                true,
                missing,
                lines,
                List.of(),
                basis,
                "supplier.paper.substitutes");
    }

    private Stand acceptance() {
        List<String> missing = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        List<String> basis = new ArrayList<>();
        List<LocalDate> ends = new ArrayList<>();
        for (Of of : suppliers) {
            if (of.deliveries().isEmpty()) {
                missing.add(of.item().name());
                basis.add(of.item().code());
            }
            for (Delivery delivery : of.deliveries()) {
                // The last look at it counts, whatever an earlier one found.
                Check last = Check.last(of.checks(), delivery);
                basis.add(of.item().code() + " " + delivery.name() + " "
                        + (last == null ? "" : last.performedOn() + " " + last.passed() + " " + last.until()));
                if (last == null || !last.holds(today)) {
                    missing.add(of.item().name() + " " + delivery.name());
                } else {
                    lines.add(of.item().name() + " " + delivery.name() + ": " + last.performedOn() + " "
                            + last.performedBy() + " "
                            + last.lookedAt().stream()
                                    .map(l -> t("supplier.check.lookedAt." + l))
                                    .collect(Collectors.joining(t("supplier.between"))));
                    ends.add(last.until());
                }
            }
        }
        return ofAll("supply.accepted", "recorded", false, missing, lines, ends, basis, "supplier.paper.acceptance");
    }

    private Stand ofAll(
            String key,
            String positive,
            boolean detailed,
            List<String> missing,
            List<String> lines,
            List<LocalDate> ends,
            List<String> basis,
            String title) {
        boolean whole = !suppliers.isEmpty() && missing.isEmpty();
        String lack = missing.isEmpty()
                ? ""
                : t("supplier.paper.missing", join(new ArrayList<>(new LinkedHashSet<>(missing))));
        return Stand.recorded(
                whole,
                Map.of(
                        Slot.of(key, ""),
                        new Said(
                                Value.word(whole ? positive : "none"),
                                whole
                                        ? (detailed
                                                ? cut(t(title, series.name()) + "\n" + String.join("\n", lines))
                                                : "")
                                        : lack,
                                whole)),
                whole ? ends.stream().min(LocalDate::compareTo).orElse(null) : null,
                t(title, series.name()),
                paper(lines, lack),
                String.join("\n", basis));
    }

    private static void put(
            Map<Slot, Said> facts, String key, boolean holds, String positive, String negative, String detail) {
        facts.put(Slot.of(key, ""), new Said(Value.word(holds ? positive : negative), detail, holds));
    }

    private static String paper(List<String> lines, String lack) {
        return String.join("\n", lines.stream().map(l -> "- " + l).toList()) + (lack.isEmpty() ? "" : "\n\n" + lack);
    }

    private String join(List<String> names) {
        return String.join(t("supplier.between"), names);
    }

    private static String cut(String text) {
        return text.length() <= 5_000 ? text : text.substring(0, 5_000) + "…";
    }

    private String t(String key, Object... args) {
        return messages.get(locale, key, args);
    }
}
