package dev.shisa.server.verification;

import dev.shisa.server.evidence.BrokenCopy;
import dev.shisa.server.evidence.Copies;
import dev.shisa.server.evidence.EvidenceCopy;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Series;
import dev.shisa.server.verification.VerificationStore.Conclusion;
import dev.shisa.server.verification.VerificationStore.Edition;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * The plan of a series with every revision, its results, orders and editions, as they go along in its file. Of the inventory of
 * environments, which is the organisation's, only the revisions that results name go along; where they are not known, they arrive as
 * out of use, since nobody here has them.
 */
@Component
class VerificationRecords implements SeriesRecords {

    private final VerificationStore store;
    private final Verifications verifications;
    private final Environments environments;
    private final Conclusions conclusions;
    private final Papers papers;
    private final EvidenceLog log;
    private final Messages messages;
    private final Ids ids;
    private final InstantSource clock;

    VerificationRecords(
            VerificationStore store,
            Verifications verifications,
            Environments environments,
            Conclusions conclusions,
            Papers papers,
            EvidenceLog log,
            Messages messages,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.verifications = verifications;
        this.environments = environments;
        this.conclusions = conclusions;
        this.papers = papers;
        this.log = log;
        this.messages = messages;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Ids are those of there: they only say what belongs to what.
     *
     * @param conclusions codes of the evidence that says what the whole comes to
     */
    record Copy(
            List<EnvironmentCopy> environments,
            List<ItemCopy> items,
            List<ResultCopy> results,
            List<KindCopy> kinds,
            List<OrderCopy> orders,
            List<EditionCopy> editions,
            List<String> conclusions) {}

    record EnvironmentCopy(UUID id, String name, String place, String version, String tools) {}

    /** @param release name of the only release that it is for; empty: for others as well */
    record ItemCopy(
            UUID id,
            UUID item,
            int number,
            String phase,
            String kind,
            String title,
            String method,
            String who,
            @Nullable LocalDate due,
            String applies,
            String release,
            int months,
            String checklist,
            String ground,
            boolean removed,
            String reason,
            String by,
            Instant at) {}

    record ResultCopy(
            UUID item,
            UUID revision,
            String release,
            String outcome,
            String examined,
            LocalDate performedOn,
            String performedBy,
            @Nullable UUID environment,
            @Nullable String evidence,
            String remarks,
            String action,
            String actionWho,
            @Nullable LocalDate actionDue,
            String by,
            Instant at,
            @Nullable UndoneCopy withdrawn) {}

    record UndoneCopy(String by, Instant at, String reason) {}

    record KindCopy(String release, boolean major, String reason, String by, Instant at) {}

    record OrderCopy(
            String release,
            String provider,
            @Nullable LocalDate listedOn,
            String handling,
            String secrecy,
            String content,
            LocalDate orderedOn,
            @Nullable String evidence,
            String by,
            Instant at,
            @Nullable UndoneCopy cancelled) {}

    /** @param current whether the plan is still as it was put down */
    record EditionCopy(String evidence, int number, boolean current) {}

    @Override
    public String name() {
        return "verification";
    }

    @Override
    public @Nullable Object of(Series series, Map<UUID, String> releases) {
        List<PlanItem> items = store.items(series.id());
        List<Result> results = store.results(series.id());
        List<ReleaseKind> kinds = store.kinds(series.id());
        List<Order> orders = store.orders(series.id());
        if (items.isEmpty() && results.isEmpty() && kinds.isEmpty() && orders.isEmpty()) {
            return null;
        }
        Set<UUID> named = results.stream()
                .map(Result::environment)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Verifications.Issued issued = verifications.issued(series, verifications.whole(series));
        return new Copy(
                store.environments().stream()
                        .filter(e -> named.contains(e.id()))
                        .map(e -> new EnvironmentCopy(e.id(), e.name(), e.place(), e.version(), e.tools()))
                        .toList(),
                items.stream().map(i -> copy(i, releases)).toList(),
                results.stream().map(r -> copy(r, releases)).toList(),
                kinds.stream()
                        .map(k -> new KindCopy(
                                releases.getOrDefault(k.releaseId(), ""),
                                k.major(),
                                k.reason(),
                                k.declaredName(),
                                k.declaredAt()))
                        .toList(),
                orders.reversed().stream().map(o -> copy(o, releases)).toList(),
                store.editions(series.id()).stream()
                        .map(e -> new EditionCopy(
                                code(e.evidence()).orElseThrow(),
                                e.number(),
                                e.number() == issued.number() && !issued.changed()))
                        .toList(),
                store.conclusions(series.id()).stream()
                        .flatMap(c -> code(c.evidence()).stream())
                        .toList());
    }

    private static ItemCopy copy(PlanItem item, Map<UUID, String> releases) {
        PlanItem.Content content = item.content();
        UUID release = content.release();
        return new ItemCopy(
                item.id(),
                item.item(),
                item.number(),
                content.phase().id(),
                content.kind().id(),
                content.title(),
                content.method(),
                content.who(),
                content.due(),
                content.applies().id(),
                release == null ? "" : releases.getOrDefault(release, ""),
                content.months(),
                content.checklist(),
                content.ground(),
                item.removed(),
                item.reason(),
                item.changedName(),
                item.changedAt());
    }

    private ResultCopy copy(Result result, Map<UUID, String> releases) {
        Result.Withdrawn withdrawn = result.withdrawn();
        return new ResultCopy(
                result.item(),
                result.revision(),
                releases.getOrDefault(result.releaseId(), ""),
                result.outcome().id(),
                result.examined(),
                result.performedOn(),
                result.performedBy(),
                result.environment(),
                Optional.ofNullable(result.evidence()).flatMap(this::code).orElse(null),
                result.remarks(),
                result.action(),
                result.actionWho(),
                result.actionDue(),
                result.recordedName(),
                result.recordedAt(),
                withdrawn == null ? null : new UndoneCopy(withdrawn.name(), withdrawn.at(), withdrawn.reason()));
    }

    private OrderCopy copy(Order order, Map<UUID, String> releases) {
        Order.Cancelled cancelled = order.cancelled();
        return new OrderCopy(
                releases.getOrDefault(order.releaseId(), ""),
                order.provider(),
                order.listedOn(),
                order.handling(),
                order.secrecy(),
                order.content(),
                order.orderedOn(),
                Optional.ofNullable(order.evidence()).flatMap(this::code).orElse(null),
                order.recordedName(),
                order.recordedAt(),
                cancelled == null ? null : new UndoneCopy(cancelled.name(), cancelled.at(), cancelled.reason()));
    }

    private Optional<String> code(UUID evidence) {
        return log.byId(evidence).map(EvidenceDetails::code);
    }

    @Override
    public Set<String> evidence(Series series) {
        return Stream.of(
                        store.results(series.id()).stream().map(Result::evidence),
                        store.orders(series.id()).stream().map(Order::evidence),
                        store.editions(series.id()).stream().map(Edition::evidence),
                        store.conclusions(series.id()).stream().map(Conclusion::evidence))
                .flatMap(all -> all)
                .filter(Objects::nonNull)
                .flatMap(id -> code(id).stream())
                .collect(Collectors.toSet());
    }

    @Override
    public void bring(Series series, JsonNode records, Landing landing, Person person) {
        Copy copy = Copies.read(records, Copy.class);
        Brought brought = new Brought(series, landing, person);
        brought.environments(copy.environments());
        copy.items().forEach(brought::item);
        copy.results().forEach(brought::result);
        copy.kinds().forEach(brought::kind);
        copy.orders().forEach(brought::order);
        Whole whole = verifications.whole(series);
        String signature = Conclusions.hash(papers.signature(whole.current()));
        for (EditionCopy edition : copy.editions()) {
            store.insert(
                    series.id(),
                    new Edition(
                            brought.evidence(edition.evidence()),
                            edition.number(),
                            edition.current() ? signature : ""));
        }
        conclusions.adopt(
                series,
                whole,
                copy.conclusions().stream().map(brought::evidence).toList(),
                person);
    }

    /** What arrives, and what its ids of there are here. */
    private final class Brought {

        private final Series series;
        private final Landing landing;
        private final Person person;
        private final Map<UUID, UUID> environmentIds = new HashMap<>();
        private final Map<UUID, UUID> revisionIds = new HashMap<>();
        private final Map<UUID, UUID> itemIds = new HashMap<>();
        private final Set<UUID> present = new HashSet<>();

        Brought(Series series, Landing landing, Person person) {
            this.series = series;
            this.landing = landing;
            this.person = person;
        }

        void environments(List<EnvironmentCopy> copies) {
            if (copies.size() > Environments.ENVIRONMENTS_MAX) {
                throw new BrokenCopy("too many environments");
            }
            List<Environment> known = store.environments();
            String reason = messages.get(
                    Locale.forLanguageTag(person.language()),
                    "verification.environment.brought",
                    landing.organisation());
            for (EnvironmentCopy copy : copies) {
                if (!environments
                        .wrong(new Environments.Told(copy.name(), copy.place(), copy.version(), copy.tools(), null))
                        .isEmpty()) {
                    throw new BrokenCopy("an environment that nobody could have entered");
                }
                UUID here = known.stream()
                        .filter(e -> e.name().equals(copy.name())
                                && e.place().equals(copy.place())
                                && e.version().equals(copy.version())
                                && e.tools().equals(copy.tools()))
                        .findFirst()
                        .map(Environment::id)
                        .orElseGet(() -> outOfUse(copy, reason));
                put(environmentIds, copy.id(), here);
            }
        }

        private UUID outOfUse(EnvironmentCopy copy, String reason) {
            UUID id = ids.next();
            environments.put(
                    new Environment(
                            id,
                            id,
                            1,
                            copy.name(),
                            copy.place(),
                            copy.version(),
                            copy.tools(),
                            null,
                            true,
                            reason,
                            person.name(),
                            clock.instant().truncatedTo(ChronoUnit.MICROS)),
                    person);
            return id;
        }

        void item(ItemCopy copy) {
            PlanItem.Content content = new PlanItem.Content(
                    Phase.parse(copy.phase()).orElseThrow(BrokenCopy::new),
                    Kind.parse(copy.kind()).orElseThrow(BrokenCopy::new),
                    copy.title(),
                    copy.method(),
                    copy.who(),
                    copy.due(),
                    Applies.parse(copy.applies()).orElseThrow(BrokenCopy::new),
                    copy.release().isEmpty() ? null : landing.release(copy.release()),
                    copy.months(),
                    copy.checklist(),
                    copy.ground());
            if (!verifications.wrong(series, content).isEmpty() || copy.number() < 1) {
                throw new BrokenCopy("an item that nobody could have entered");
            }
            boolean removed = copy.removed();
            UUID item = itemIds.computeIfAbsent(copy.item(), there -> ids.next());
            present.remove(item);
            if (!removed) {
                present.add(item);
            }
            if (present.size() > Verifications.ITEMS_MAX) {
                throw new BrokenCopy("too many items");
            }
            UUID id = ids.next();
            put(revisionIds, copy.id(), id);
            boolean fresh = verifications.put(
                    new PlanItem(
                            id,
                            item,
                            copy.number(),
                            series.id(),
                            content,
                            removed,
                            bounded(copy.reason()),
                            named(copy.by()),
                            copy.at()),
                    person);
            if (!fresh) {
                throw new BrokenCopy("two revisions of one number");
            }
        }

        void result(ResultCopy copy) {
            Outcome outcome = Outcome.parse(copy.outcome()).orElseThrow(BrokenCopy::new);
            UUID environment = copy.environment() == null ? null : required(environmentIds, copy.environment());
            UUID evidence = copy.evidence() == null ? null : evidence(copy.evidence());
            if (outcome != Outcome.OMITTED && (environment == null || evidence == null)) {
                throw new BrokenCopy("a result without evidence or environment");
            }
            Result result = new Result(
                    ids.next(),
                    series.id(),
                    required(itemIds, copy.item()),
                    required(revisionIds, copy.revision()),
                    landing.release(copy.release()),
                    outcome,
                    bounded(copy.examined()),
                    Copies.required(copy.performedOn()),
                    bounded(copy.performedBy()),
                    environment,
                    evidence,
                    bounded(copy.remarks()),
                    bounded(copy.action()),
                    bounded(copy.actionWho()),
                    copy.actionDue(),
                    named(copy.by()),
                    copy.at(),
                    null);
            verifications.put(result, person);
            UndoneCopy withdrawn = copy.withdrawn();
            if (withdrawn != null) {
                verifications.withdraw(
                        result,
                        person,
                        new Result.Withdrawn(named(withdrawn.by()), withdrawn.at(), bounded(withdrawn.reason())));
            }
        }

        void kind(KindCopy copy) {
            verifications.put(
                    series,
                    new ReleaseKind(
                            ids.next(),
                            landing.release(copy.release()),
                            copy.major(),
                            bounded(copy.reason()),
                            named(copy.by()),
                            copy.at()),
                    person);
        }

        void order(OrderCopy copy) {
            Order order = new Order(
                    ids.next(),
                    series.id(),
                    landing.release(copy.release()),
                    bounded(copy.provider()),
                    copy.listedOn(),
                    bounded(copy.handling()),
                    bounded(copy.secrecy()),
                    bounded(copy.content()),
                    Copies.required(copy.orderedOn()),
                    copy.evidence() == null ? null : evidence(copy.evidence()),
                    named(copy.by()),
                    copy.at(),
                    null);
            verifications.put(order, person);
            UndoneCopy cancelled = copy.cancelled();
            if (cancelled != null) {
                verifications.cancel(
                        order,
                        person,
                        new Order.Cancelled(named(cancelled.by()), cancelled.at(), bounded(cancelled.reason())));
            }
        }

        /** The evidence of here for a code of there. */
        UUID evidence(String there) {
            return log.byCode(landing.code(there)).orElseThrow().id();
        }

        private String named(String there) {
            return EvidenceCopy.named(there, landing.organisation());
        }

        private static String bounded(String text) {
            if (text.length() > Verifications.TEXT_CHARS_MAX) {
                throw new BrokenCopy("a text that is too long");
            }
            return text;
        }

        private static void put(Map<UUID, UUID> all, UUID there, UUID here) {
            if (all.put(there, here) != null) {
                throw new BrokenCopy("two of one id");
            }
        }

        private static UUID required(Map<UUID, UUID> all, UUID there) {
            return Copies.required(all.get(there));
        }
    }
}
