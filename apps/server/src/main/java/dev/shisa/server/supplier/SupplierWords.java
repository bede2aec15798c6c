package dev.shisa.server.supplier;

import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.record.Ending;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.supplier.AgreementApi.SupplierContractBody;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Records of suppliers in the reader's words. */
@Component
record SupplierWords(SupplierStore store, RequestStore requests, Products products, EvidenceLog log) {

    static final String ALL = "/organisation/suppliers";

    /** So long before its end a contract is a matter. */
    static final int SOON_DAYS = 60;

    private static final int HAPPENED_MAX = 60;

    static String here(Supplier supplier) {
        return ALL + "/" + supplier.code();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The pages of one supplier. */
    enum Tab {
        OVERVIEW(""),
        QUESTIONS("/questions"),
        DELIVERIES("/deliveries"),
        CONTRACTS("/contracts"),
        EXCHANGE("/exchange");

        private final String path;

        Tab(String path) {
            this.path = path;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    SupplierView.Head head(Supplier supplier, Tab tab, Person person, Ui ui) {
        boolean all = person.series().isEmpty();
        return new SupplierView.Head(
                supplier.code(),
                supplier.name(),
                here(supplier),
                supplier.ended(),
                all,
                Arrays.stream(Tab.values())
                        .filter(t -> all || t != Tab.EXCHANGE)
                        .map(t -> new Parts.Tab(ui.t("supplier.tab." + t.id()), here(supplier) + t.path, t == tab))
                        .toList(),
                List.of(new Parts.Crumb(ui.t("supplier.list"), ALL)));
    }

    // The list

    /** All that the list needs, read once. */
    record Book(
            LocalDate today,
            Map<UUID, List<LinkedItem>> items,
            Map<UUID, List<Contract>> contracts,
            Map<UUID, List<Review>> reviews,
            Map<UUID, Decision> decisions,
            Map<UUID, Request> requests,
            Map<UUID, Integer> waiting,
            Map<UUID, Series> series) {

        Standing standing(UUID supplierId) {
            Decision decision = decisions.get(supplierId);
            return Standing.of(
                    today,
                    reviews.getOrDefault(supplierId, List.of()),
                    decision == null ? List.of() : List.of(decision),
                    contracts.getOrDefault(supplierId, List.of()));
        }
    }

    Book book(LocalDate today) {
        List<LinkedItem> items = store.items();
        return new Book(
                today,
                items.stream().collect(Collectors.groupingBy(LinkedItem::supplierId)),
                store.contracts().stream().collect(Collectors.groupingBy(Contract::supplierId)),
                store.reviews().stream().collect(Collectors.groupingBy(Review::supplierId)),
                store.decisions(),
                requests.last(),
                requests.waiting(),
                products.byIds(items.stream().map(LinkedItem::seriesId).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(Series::id, s -> s)));
    }

    SupplierView.Line line(Supplier supplier, Book book, Person person, Ui ui) {
        Standing standing = book.standing(supplier.id());
        Contract ending = ending(supplier, book);
        LocalDate ends = ending == null ? null : ending.endsOn();
        List<String> open = supplier.ended() ? List.of() : open(supplier, standing, book, ui);
        String outcome = outcome(supplier, standing);
        return new SupplierView.Line(
                supplier.code(),
                supplier.name(),
                here(supplier),
                book.items().getOrDefault(supplier.id(), List.of()).stream()
                        .filter(l -> person.sees(l.seriesId()))
                        .flatMap(l -> Stream.ofNullable(book.series().get(l.seriesId())))
                        .map(Series::name)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(ui.t("supplier.between"))),
                ui.t("supplier.answered-of", standing.answered(), Question.values().length),
                standing.contracts().isEmpty() && ending == null
                        ? ui.t("supplier.contract.none")
                        : ends == null ? ui.t("supplier.contract.endless") : ends.toString(),
                ends != null && ends.isBefore(book.today().plusDays(SOON_DAYS)),
                outcome,
                state(outcome),
                ui.t("supplier.standing." + outcome),
                open);
    }

    /** The contract that is looked at first: of those in force the one that ends last, otherwise the last one of all. */
    private static @Nullable Contract ending(Supplier supplier, Book book) {
        Comparator<Contract> byEnd = Comparator.comparing(c -> c.endsOn() == null ? LocalDate.MAX : c.endsOn());
        List<Contract> contracts = book.contracts().getOrDefault(supplier.id(), List.of()).stream()
                .filter(c -> c.kind().equals("contract"))
                .toList();
        return contracts.stream()
                .filter(c -> c.isInForce(book.today()))
                .max(byEnd)
                .orElseGet(() -> contracts.stream().max(byEnd).orElse(null));
    }

    static String outcome(Supplier supplier, Standing standing) {
        Decision decision = standing.decision();
        if (supplier.ended()) {
            return "ended";
        }
        if (decision == null) {
            return "none";
        }
        if (!decision.holds(standing.today())) {
            return "over";
        }
        boolean fits = decision.outcome().equals("reject") || decision.lacks().containsAll(standing.lacks());
        return fits ? decision.outcome() : "again";
    }

    static String state(String outcome) {
        return switch (outcome) {
            case "accept" -> "met";
            case "conditional" -> "expected";
            case "reject" -> "not-met";
            case "over", "again" -> "recheck";
            case "ended" -> "not-applicable";
            default -> "unknown";
        };
    }

    /** What somebody has to do about a supplier. */
    private static List<String> open(Supplier supplier, Standing standing, Book book, Ui ui) {
        List<String> open = new ArrayList<>();
        Request request = book.requests().get(supplier.id());
        int waiting = request == null ? 0 : book.waiting().getOrDefault(request.id(), 0);
        if (waiting > 0) {
            open.add(ui.t("supplier.open.waiting", waiting));
        } else if (request != null && request.state(ui.now()) == Request.State.ENDED) {
            open.add(ui.t("supplier.open.unanswered"));
        } else if (request == null && standing.answered() == 0) {
            open.add(ui.t("supplier.open.unasked"));
        }
        if (Arrays.stream(Question.values()).anyMatch(q -> standing.mark(q) == Standing.Mark.ENDED)) {
            open.add(ui.t("supplier.open.answers"));
        }
        if (standing.contracts().stream().noneMatch(c -> c.clauses().containsKey(Clause.VULNERABILITY))) {
            open.add(ui.t("supplier.open.contract"));
        }
        String outcome = outcome(supplier, standing);
        if (Set.of("over", "again").contains(outcome)) {
            open.add(ui.t("supplier.open.decision"));
        }
        return open;
    }

    // One supplier

    List<SupplierView.Score> scores(Standing standing, Ui ui) {
        return Arrays.stream(Question.values())
                .map(question -> {
                    Review review = standing.reviews().get(question);
                    Standing.Mark mark = standing.mark(question);
                    return new SupplierView.Score(
                            question.id(),
                            ui.t("supplier.question." + question.id() + ".short"),
                            mark.state(),
                            ui.t("supplier.mark." + mark.name().toLowerCase(Locale.ROOT)),
                            review == null ? "" : review.detail(),
                            review == null ? "" : review.until().toString(),
                            review == null
                                    ? ""
                                    : ui.t(
                                            "supplier.score.by",
                                            review.answeredBy(),
                                            review.byName(),
                                            ui.day(review.at()),
                                            review.file() == null ? 0 : 1));
                })
                .toList();
    }

    SupplierView.Decided decided(Supplier supplier, Standing standing, Ui ui) {
        Decision decision = standing.decision();
        String outcome = outcome(supplier, standing);
        return new SupplierView.Decided(
                state(outcome),
                ui.t("supplier.standing." + outcome),
                decision == null
                        ? ui.t("supplier.decision.none")
                        : ui.t(
                                "supplier.decision.text",
                                ui.t("supplier.decision.outcome." + decision.outcome()),
                                decision.byName(),
                                ui.day(decision.at()),
                                decision.until().toString(),
                                decision.reason()),
                decision == null ? "" : decision.id().toString());
    }

    /** What happened about a supplier, the newest first. */
    List<SupplierView.Happened> happened(Supplier supplier, Person person, Ui ui) {
        List<Event> events = new ArrayList<>();
        Map<UUID, String> names = new HashMap<>();
        for (LinkedItem item : store.items(supplier.id())) {
            if (person.sees(item.seriesId())) {
                String series = names.computeIfAbsent(
                        item.seriesId(),
                        id -> products.byId(id).map(Series::name).orElse(""));
                events.add(new Event(item.at(), ui.t("supplier.happened.link", series, item.byName())));
                ended(item.end(), "supplier.happened.unlink", series, events, ui);
            }
        }
        store.deliveries(supplier.id()).stream()
                .filter(d -> d.seriesId() == null || person.sees(d.seriesId()))
                .forEach(d -> {
                    events.add(new Event(d.at(), ui.t("supplier.happened.deliver", d.name(), d.byName())));
                    ended(d.end(), "supplier.happened.undeliver", d.name(), events, ui);
                });
        store.contracts(supplier.id()).forEach(c -> {
            events.add(new Event(c.at(), ui.t("supplier.happened.contract", c.title(), c.byName())));
            ended(c.end(), "supplier.happened.contract-end", c.title(), events, ui);
        });
        store.reviews(supplier.id()).forEach(r -> {
            String question = ui.t("supplier.question." + r.question().id() + ".short");
            events.add(new Event(r.at(), ui.t("supplier.happened.accept", question, r.byName(), r.answeredBy())));
            ended(r.end(), "supplier.happened.accept-undo", question, events, ui);
        });
        store.decisions(supplier.id()).forEach(d -> {
            String outcome = ui.t("supplier.decision.outcome." + d.outcome());
            events.add(new Event(d.at(), ui.t("supplier.happened.decide", outcome, d.byName(), d.reason())));
            ended(d.end(), "supplier.happened.undecide", outcome, events, ui);
        });
        requests.of(supplier.id()).forEach(r -> {
            events.add(new Event(r.at(), ui.t("supplier.happened.ask", r.recipient(), r.byName())));
            if (r.submittedAt() != null) {
                events.add(new Event(r.submittedAt(), ui.t("supplier.happened.answered", r.recipient())));
            }
        });
        return events.stream()
                .sorted(Comparator.comparing(Event::at).reversed())
                .limit(HAPPENED_MAX)
                .map(e -> new SupplierView.Happened(ui.minute(e.at()), e.what()))
                .toList();
    }

    private record Event(Instant at, String what) {}

    private static void ended(@Nullable Ending end, String key, String what, List<Event> events, Ui ui) {
        if (end != null) {
            events.add(new Event(end.at(), ui.t(key, what, end.byName(), end.reason())));
        }
    }

    /** Code of a piece of evidence. */
    String evidence(UUID id) {
        return log.byId(id).map(d -> d.summary().code()).orElse("");
    }

    /** A contract for programs, with the products that a person sees. */
    SupplierContractBody told(Contract contract, LocalDate today, Person person) {
        Map<String, String> clauses = new TreeMap<>();
        contract.clauses().forEach((clause, place) -> clauses.put(clause.id(), place));
        return new SupplierContractBody(
                contract.id(),
                contract.kind(),
                contract.title(),
                series(contract, person).map(Series::code).toList(),
                contract.startsOn(),
                contract.endsOn(),
                clauses,
                evidence(contract.evidence()),
                contract.isInForce(today),
                contract.end() != null);
    }

    /** The products that a contract names, as far as a person sees them. */
    Stream<Series> series(Contract contract, Person person) {
        return contract.series().stream().filter(person::sees).flatMap(id -> products.byId(id).stream());
    }

    static String size(long bytes, Ui ui) {
        return bytes >= 1_000_000
                ? ui.t("supplier.size.mb", (bytes + 500_000) / 1_000_000)
                : ui.t("supplier.size.kb", Math.max(1, (bytes + 500) / 1_000));
    }

    /** The products that a person may choose. */
    List<Series> choosable(Person person) {
        Set<UUID> archived = products.archived();
        return products.every().stream()
                .filter(s -> person.sees(s.id()) && !archived.contains(s.id()))
                .toList();
    }
}
