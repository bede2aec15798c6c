package dev.shisa.server.psirt;

import dev.shisa.advisory.duty.Clock;
import dev.shisa.advisory.duty.Clocks;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.vulnerability.triage.Ssvc;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A case as its entries make it: plain code, the instant is given. A number alone is what may be said to people who do not work on it.
 */
final class Case {

    private final UUID id;
    private final String number;
    private final boolean page;
    private final List<Entry> entries;
    private final List<Entry> holding = new ArrayList<>();
    private final Map<String, String> about = new HashMap<>();
    private final Map<UUID, String> assigned = new LinkedHashMap<>();
    private CaseState state = CaseState.RECEIVED;

    /**
     * @param page whether the reporter has a page
     * @param entries the oldest first
     */
    Case(UUID id, String number, boolean page, List<Entry> entries) {
        this.id = id;
        this.number = number;
        this.page = page;
        this.entries = List.copyOf(entries);
        Set<UUID> takenBack = new HashSet<>();
        entries.stream().filter(e -> e.kind() == EntryKind.TAKEN_BACK).forEach(e -> {
            if (e.about() != null) {
                takenBack.add(e.about());
            }
        });
        for (Entry entry : entries) {
            if (takenBack.contains(entry.id())) {
                continue;
            }
            holding.add(entry);
            switch (entry.kind()) {
                case OPENED, DESCRIBED -> about.putAll(entry.values());
                case ASSIGNED -> assigned.put(UUID.fromString(entry.get("person")), entry.get("personName"));
                case UNASSIGNED -> assigned.remove(UUID.fromString(entry.get("person")));
                case STEP -> state = CaseState.parse(entry.get("to")).orElse(state);
                default -> {
                    // Read where it is asked for.
                }
            }
        }
    }

    UUID id() {
        return id;
    }

    String number() {
        return number;
    }

    /** Whether the reporter has a page of their own. */
    boolean hasPage() {
        return page;
    }

    /** All, also those that were taken back, the oldest first. */
    List<Entry> entries() {
        return entries;
    }

    boolean holds(Entry entry) {
        return holding.contains(entry);
    }

    List<Entry> of(EntryKind kind) {
        return holding.stream().filter(e -> e.kind() == kind).toList();
    }

    Optional<Entry> last(EntryKind kind) {
        return of(kind).stream().reduce((a, b) -> b);
    }

    Optional<Entry> entry(UUID entryId) {
        return entries.stream().filter(e -> e.id().equals(entryId)).findFirst();
    }

    String about(String field) {
        return about.getOrDefault(field, "");
    }

    String title() {
        return about("title");
    }

    boolean drill() {
        return about("drill").equals("yes");
    }

    CaseState state() {
        return state;
    }

    /** Who works on it, by id. */
    Map<UUID, String> assigned() {
        return Map.copyOf(assigned);
    }

    boolean isFor(UUID person) {
        return assigned.containsKey(person);
    }

    Instant received() {
        String received = about("received");
        return received.isEmpty() ? entries.getFirst().at() : Instant.parse(received);
    }

    /** Whether somebody outside waits for an answer. */
    boolean hasReporter() {
        return !about("source").equals("own");
    }

    List<Entry> openTasks() {
        Set<UUID> done = new HashSet<>();
        of(EntryKind.DONE).forEach(e -> {
            if (e.about() != null) {
                done.add(e.about());
            }
        });
        return of(EntryKind.TASK).stream().filter(t -> !done.contains(t.id())).toList();
    }

    boolean isDone(Entry task) {
        return of(EntryKind.DONE).stream().anyMatch(d -> task.id().equals(d.about()));
    }

    private Optional<Instant> firstStep(CaseState to) {
        return of(EntryKind.STEP).stream()
                .filter(e -> e.get("to").equals(to.id()))
                .map(Entry::at)
                .findFirst();
    }

    private @Nullable Instant lastStep(CaseState to) {
        return of(EntryKind.STEP).stream()
                .filter(e -> e.get("to").equals(to.id()))
                .map(Entry::at)
                .reduce((a, b) -> b)
                .orElse(null);
    }

    @Nullable
    Instant published() {
        return lastStep(CaseState.PUBLISHED);
    }

    Optional<LocalDate> startDay() {
        return day(EntryKind.COORDINATED, "start");
    }

    /** The day on which all agreed to publish. */
    Optional<LocalDate> agreedDay() {
        return day(EntryKind.COORDINATED, "agreed");
    }

    private Optional<LocalDate> day(EntryKind kind, String field) {
        return of(kind).stream()
                .map(e -> e.get(field))
                .filter(d -> !d.isEmpty())
                .reduce((a, b) -> b)
                .map(LocalDate::parse);
    }

    /** Whether JPCERT/CC coordinates it, so that nobody publishes alone. */
    boolean coordinated() {
        return Set.of("jpcert", "ipa").contains(about("source")) || startDay().isPresent();
    }

    /** Whether it may be published on a day, as far as others have to agree. */
    boolean mayPublish(LocalDate day) {
        Optional<LocalDate> agreed = agreedDay();
        return agreed.map(a -> !day.isBefore(a)).orElse(!coordinated());
    }

    /** The number of the case as which it goes on; empty: it was not merged, or was opened again since. */
    Optional<String> mergedInto() {
        return state == CaseState.DUPLICATE || state == CaseState.CLOSED
                ? of(EntryKind.MERGED).stream()
                        .map(e -> e.get("into"))
                        .filter(into -> !into.isEmpty())
                        .reduce((a, b) -> b)
                : Optional.empty();
    }

    // Mails

    /** Whether somebody outside gave a key to be written to with. */
    Optional<String> reporterKey() {
        return Optional.of(about("key")).filter(key -> !key.isEmpty());
    }

    static boolean isToReporter(Entry mail) {
        return mail.kind() == EntryKind.MAILED && mail.get("whom").equals("reporter");
    }

    /** What became of a mail last; empty: it waits, or is on its way. */
    Optional<Entry> outcome(Entry mail) {
        return of(EntryKind.HANDED_OVER).stream()
                .filter(e -> mail.id().equals(e.about()))
                .reduce((a, b) -> b);
    }

    /** When a mail reached the mail server. */
    private Optional<Instant> delivered(Entry mail) {
        return of(EntryKind.HANDED_OVER).stream()
                .filter(e -> mail.id().equals(e.about()) && e.get("result").equals("sent"))
                .map(Entry::at)
                .findFirst();
    }

    boolean isDelivered(Entry mail) {
        return delivered(mail).isPresent();
    }

    /** When the reporter was told something: on the own page, or by a mail that the mail server took. */
    private List<Instant> told() {
        return Stream.concat(
                        of(EntryKind.TOLD).stream().map(Entry::at),
                        of(EntryKind.MAILED).stream()
                                .filter(Case::isToReporter)
                                .flatMap(mail -> delivered(mail).stream()))
                .sorted()
                .toList();
    }

    // Clocks

    /** Every clock of the case with the rules of the maker. */
    List<Clock> clocks(Rules rules) {
        List<Clock> clocks = new ArrayList<>();
        Clocks.Limits limits = rules.limits();
        if (hasReporter()) {
            List<Instant> words = told();
            Instant told = words.isEmpty() ? null : words.getLast();
            Instant acknowledged = firstStep(CaseState.ACKNOWLEDGED).orElse(null);
            Instant first = words.isEmpty() ? null : words.getFirst();
            if (acknowledged == null || (first != null && first.isBefore(acknowledged))) {
                acknowledged = first;
            }
            Instant over = state.beforePublication() ? null : lastStep(state);
            clocks.addAll(Clocks.of(new Clocks.Report(received(), acknowledged, told, over), limits));
        }
        startDay()
                .ifPresent(start -> clocks.addAll(Clocks.of(
                        new Clocks.Coordination(
                                start.atStartOfDay(Ui.ZONE).toInstant(),
                                agreedDay()
                                        .map(d -> d.plusDays(1)
                                                .atStartOfDay(Ui.ZONE)
                                                .toInstant()
                                                .minusNanos(1_000))
                                        .orElse(null),
                                state.beforePublication() ? null : lastStep(state)),
                        limits)));
        last(EntryKind.REGULATED)
                .ifPresent(e -> clocks.addAll(Clocks.of(
                        new Clocks.Exploited(
                                e.get("what").equals("incident"),
                                Instant.parse(e.get("aware")),
                                reported("warned"),
                                reported("notified"),
                                reported("measured"),
                                reported("reported")),
                        limits)));
        return clocks;
    }

    private @Nullable Instant reported(String duty) {
        return of(EntryKind.REPORTED).stream()
                .filter(e -> e.get("duty").equals(duty))
                .map(e -> Instant.parse(e.get("when")))
                .findFirst()
                .orElse(null);
    }

    // What is decided

    Optional<Entry> plan() {
        return last(EntryKind.PLAN);
    }

    private static final Set<String> MEASURES = Set.of("workaround", "substitute", "stop");

    /** Whether users are told what to do while there is no fix. */
    boolean hasInterim() {
        return plan().filter(p -> MEASURES.contains(p.get("option")) || MEASURES.contains(p.get("meanwhile")))
                .isPresent();
    }

    /** From when on a workaround, or a notice to stop the use, has to be there (S-055). */
    Instant interimDue(Rules rules) {
        return received()
                .atZone(Ui.ZONE)
                .toLocalDate()
                .plusDays(rules.fixDays() + 1L)
                .atStartOfDay(Ui.ZONE)
                .toInstant();
    }

    /** Whether there is no fix within the limit, so that users have to be told another way. */
    boolean interimForced(Rules rules, Instant now) {
        return state.beforePublication()
                && state != CaseState.READY
                && !concerned("affected").isEmpty()
                && !hasInterim()
                && !now.isBefore(interimDue(rules));
    }

    /** Whether an executive has accepted what remains since the plan was made. */
    boolean signed(LocalDate today) {
        return plan().isPresent()
                && last(EntryKind.ACCEPTED)
                        .filter(a -> !a.at().isBefore(plan().get().at()))
                        .filter(a -> !LocalDate.parse(a.get("until")).isBefore(today))
                        .isPresent();
    }

    /** The latest word about each place, by place. */
    Map<String, String> standings() {
        Map<String, String> standings = new LinkedHashMap<>();
        for (Entry entry : of(EntryKind.CONCERNS)) {
            lines(entry.get("places")).forEach(line -> {
                standings.remove(line);
                standings.put(line, entry.get("standing"));
            });
            if (entry.get("places").isBlank()) {
                standings.put("", entry.get("standing"));
            }
        }
        return standings;
    }

    /** The lines of a text that say something. */
    static Stream<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty());
    }

    /** What each place is in the register, as {@link CasePlaces} kept it; of what was entered before that, nothing. */
    Map<String, String> links() {
        Map<String, String> links = new HashMap<>();
        for (Entry entry : of(EntryKind.CONCERNS)) {
            List<String> lines = lines(entry.get("places")).toList();
            List<String> kept = entry.get(CasePlaces.LINKS).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (i < kept.size()) {
                    links.put(lines.get(i), kept.get(i));
                } else {
                    links.remove(lines.get(i));
                }
            }
        }
        return links;
    }

    /** The places with one standing. */
    List<String> concerned(String standing) {
        return standings().entrySet().stream()
                .filter(e -> e.getValue().equals(standing))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What it concerns, as far as that is decided, otherwise as it was reported; empty: nobody has said. */
    String places() {
        List<String> decided = Stream.of("affected", "investigating")
                .flatMap(standing -> concerned(standing).stream())
                .filter(place -> !place.isEmpty())
                .toList();
        return decided.isEmpty() ? about("product") : String.join(", ", decided);
    }

    /** Whether somebody makes use of it, as far as it is known. */
    boolean isExploited() {
        return last(EntryKind.REGULATED)
                        .filter(e -> e.get("what").equals("exploited"))
                        .isPresent()
                || last(EntryKind.RATED)
                        .filter(e -> e.get("exploitation").equals("active"))
                        .isPresent();
    }

    /** What JVN is told (該当製品あり, なし, 調査中). */
    String vendorStatus() {
        return !concerned("affected").isEmpty()
                ? "affected"
                : standings().isEmpty() || !concerned("investigating").isEmpty() ? "investigating" : "not-affected";
    }

    /** The decision of the maker's tree; empty while answers are missing. */
    String decision() {
        return last(EntryKind.RATED)
                .flatMap(r -> Ssvc.supplier()
                        .decide(Map.of(
                                "exploitation", r.get("exploitation"),
                                "utility", r.get("utility"),
                                "technical impact", r.get("impact"),
                                "public safety impact", r.get("safety"))))
                .orElse("");
    }

    /** How long after the report something happened. */
    Duration since(Entry entry) {
        Duration since = Duration.between(received(), entry.at());
        return since.isNegative() ? Duration.ZERO : since;
    }
}
