package dev.shisa.server.answers;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Records what people answer, and finds what was answered last. */
@Component
public class Answers {

    /** In which a requirement waits for an answer. */
    private static final Set<VerdictState> OPEN = Set.of(VerdictState.UNKNOWN, VerdictState.RECHECK);

    private final Catalogues catalogues;
    private final Products products;
    private final EvidenceLog evidence;
    private final Verdicts verdicts;
    private final InstantSource clock;

    Answers(Catalogues catalogues, Products products, EvidenceLog evidence, Verdicts verdicts, InstantSource clock) {
        this.catalogues = catalogues;
        this.products = products;
        this.evidence = evidence;
        this.verdicts = verdicts;
        this.clock = clock;
    }

    /** One answer to one question. */
    public record Given(Slot slot, Value value, String detail) {}

    /**
     * Who answers, and by which way.
     *
     * @param person null: a colleague by link, known by name only
     * @param via {@code page}, {@code link}, {@code questionnaire} or {@code register}
     */
    public record Answerer(@Nullable Person person, String name, String via) {
        static Answerer of(Person person, String via) {
            return new Answerer(person, person.name(), via);
        }
    }

    /**
     * A document that supports the answers, with the place in it.
     *
     * @param quotation what it says there; may be empty
     */
    public record Attachment(StoredFile file, String place, String quotation) {
        public Attachment(StoredFile file, String place) {
            this(file, place, "");
        }
    }

    /**
     * Records answers as one piece of evidence: a signed statement, or a document when one is attached. An answer replaces
     * earlier ones of at most its strength; a stronger one that disagrees makes a contradiction, which a person resolves.
     *
     * @param sending of {@link Sending#of}: what was recorded by it already is not recorded again
     */
    @Transactional
    public Recorded record(
            Series series,
            String title,
            List<Given> answers,
            @Nullable Attachment attachment,
            Answerer answerer,
            String sending) {
        Optional<Recorded> before = evidence.recordedBy(sending);
        if (before.isPresent()) {
            return before.get();
        }
        Instant now = clock.instant();
        EvidenceKind kind = attachment == null ? EvidenceKind.DECLARATION : EvidenceKind.DOCUMENT;
        Strength strength = attachment == null ? Strength.DECLARED : Strength.DOCUMENTED;
        List<NewFact> facts = answers.stream()
                .map(given -> {
                    Subject subject = subject(series, given.slot());
                    return new NewFact(
                            subject,
                            given.slot(),
                            given.value(),
                            given.detail(),
                            evidence.replaceable(subject, given.slot(), strength));
                })
                .toList();
        boolean organisation =
                answers.stream().allMatch(given -> definition(given.slot()).scope() == Subject.Kind.ORGANISATION);
        boolean release =
                answers.stream().anyMatch(given -> definition(given.slot()).scope() == Subject.Kind.RELEASE);
        return evidence.record(
                new NewEvidence(
                        kind,
                        strength,
                        title,
                        // Each of them stands in full beside its fact.
                        Cut.to(
                                Stream.concat(
                                                Stream.ofNullable(attachment).map(Attachment::quotation),
                                                answers.stream().map(Given::detail))
                                        .filter(d -> !d.isBlank())
                                        .collect(Collectors.joining("\n")),
                                EvidenceLog.TEXT_CHARS_MAX),
                        attachment == null ? "" : attachment.place(),
                        organisation ? null : series.id(),
                        release ? series.designated() : null,
                        null,
                        attachment == null ? null : attachment.file(),
                        Map.of(),
                        now,
                        null,
                        answerer.person(),
                        answerer.name(),
                        answerer.via(),
                        null),
                facts,
                sending);
    }

    /**
     * Refuses to have somebody answer what counts for every series, for who is limited to some.
     *
     * @throws dev.shisa.server.platform.Problem 403
     */
    void requireMayAsk(Collection<Slot> slots, Person person) {
        if (slots.stream().anyMatch(slot -> definition(slot).scope() == Subject.Kind.ORGANISATION)) {
            person.requireAll();
        }
    }

    /** Whether a sending of a form was recorded already; asked first, since an equal one waits here until this one ends. */
    @Transactional
    public boolean isRecorded(String sending) {
        return evidence.recordedBy(sending).isPresent();
    }

    /** Records the complete list of a collection as the register has it now. */
    @Transactional
    public void recordList(Series series, String collection, Person person, String title, String sending) {
        catalogues.current().vocabulary().collection(collection).ifPresent(c -> {
            SortedSet<String> codes = products.items(series.id(), collection).stream()
                    .map(RegisterItem::code)
                    .collect(Collectors.toCollection(TreeSet::new));
            Slot slot = new Slot(c.set(), "");
            record(
                    series,
                    title,
                    List.of(new Given(slot, Value.words(codes), "")),
                    null,
                    Answerer.of(person, "register"),
                    sending);
        });
    }

    /** The present answer of every slot of a series: of the subject that is nearest to it, what leads. */
    public Map<Slot, FactEntry> present(Series series) {
        List<Subject> subjects =
                products.target(series).layers().stream().map(l -> l.subject()).toList();
        return EvidenceLog.present(evidence.entries(subjects), subjects, clock.instant());
    }

    /** Where a fact about this slot is recorded. */
    public Subject subject(Series series, Slot slot) {
        return products.subject(series, definition(slot).scope());
    }

    public FactDefinition definition(Slot slot) {
        return catalogues
                .current()
                .fact(slot.key())
                .orElseThrow(() -> new dev.shisa.server.platform.Problem(404, "not-found"));
    }

    public Catalogue catalogue() {
        return catalogues.current();
    }

    /** What is entered for the values that guides leave open. */
    Map<String, Value> parameters() {
        return catalogues.parameters().values();
    }

    /** The states of all that is asked of a series and of the organisation, to tell afterwards what an answer changed. */
    Map<RequirementId, VerdictState> states(Series series) {
        Map<RequirementId, VerdictState> states = new LinkedHashMap<>(verdicts.states(series.id()));
        products.organisationId().ifPresent(id -> states.putAll(verdicts.states(id)));
        return states;
    }

    /**
     * What an answer changed.
     *
     * @param states {@code S1.1-05_expected} for each requirement whose state differs from before
     * @param opened those of them that were decided and are open now
     */
    record Changes(List<String> states, Set<RequirementId> opened) {

        Changes {
            states = List.copyOf(states);
            opened = Set.copyOf(opened);
        }
    }

    Changes changes(Series series, Map<RequirementId, VerdictState> before) {
        List<String> states = new ArrayList<>();
        Set<RequirementId> opened = new TreeSet<>();
        states(series).forEach((id, state) -> {
            if (before.get(id) != state) {
                states.add(id.number() + "_" + state.code());
            }
            if (OPEN.contains(state) && !OPEN.contains(before.getOrDefault(id, state))) {
                opened.add(id);
            }
        });
        return new Changes(states, opened);
    }

    /** What the list of a collection says with items that are new in it. */
    Given listing(Series series, String collection, Collection<String> added) {
        Slot list = new Slot(
                catalogues
                        .current()
                        .vocabulary()
                        .collection(collection)
                        .orElseThrow()
                        .set(),
                "");
        FactEntry present = present(series).get(list);
        SortedSet<String> codes = new TreeSet<>(added);
        if (present != null && present.fact().value() instanceof Value.Words(var before)) {
            codes.addAll(before);
        }
        return new Given(list, Value.words(codes), present == null ? "" : present.detail());
    }

    /** Whether the register asks this now: what has to be answered before is, and so that it is asked. */
    boolean isAsked(Slot slot, Map<Slot, FactEntry> present) {
        return withheldBy(slot, present, Map.of()).isEmpty();
    }

    /**
     * The answer for which the register does not ask this now; empty if it does.
     *
     * @param given answers that are about to be recorded
     */
    Optional<Slot> withheldBy(Slot slot, Map<Slot, FactEntry> present, Map<Slot, Value> given) {
        return catalogues.current().hangsOn(slot).entrySet().stream()
                .filter(on -> {
                    FactEntry answer = present.get(on.getValue());
                    Value value = given.get(on.getValue());
                    if (value == null && answer != null) {
                        value = answer.fact().value();
                    }
                    return value == null || !holds(on.getKey(), value);
                })
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Whether an answer is one after which something else is asked. */
    boolean holds(FactDefinition.Condition condition, Value value) {
        return catalogues.evaluator().holds(condition, value);
    }

    /** What a product has, of each collection; without what its list does not name any more. */
    Map<String, List<RegisterItem>> items(Series series, Map<Slot, FactEntry> present) {
        Map<String, List<RegisterItem>> items = new HashMap<>(products.items(series.id()));
        items.replaceAll((collection, all) -> {
            FactEntry list = catalogues
                    .current()
                    .vocabulary()
                    .collection(collection)
                    .map(known -> present.get(new Slot(known.set(), "")))
                    .orElse(null);
            return list != null && list.fact().value() instanceof Value.Words(var named)
                    ? all.stream().filter(item -> named.contains(item.code())).toList()
                    : all;
        });
        return items;
    }

    /** The other items of the same collection, for which the same is asked and nobody has answered. */
    List<RegisterItem> siblings(Series series, Slot slot, Map<Slot, FactEntry> present) {
        FactDefinition definition = definition(slot);
        String collection = definition.of();
        if (collection == null) {
            return List.of();
        }
        return items(series, present).getOrDefault(collection, List.of()).stream()
                .filter(item -> !item.code().equals(slot.item()))
                .filter(item -> !present.containsKey(new Slot(slot.key(), item.code())))
                .filter(item -> isAsked(new Slot(slot.key(), item.code()), present))
                .toList();
    }

    static List<String> lines(@Nullable String text, int most) {
        return text == null
                ? List.of()
                : text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .distinct()
                        .limit(most)
                        .toList();
    }

    /** Field names of a slot in a form with several questions begin with this. */
    static String prefix(Slot slot) {
        return slot.key().value() + ":" + slot.item() + ":";
    }
}
