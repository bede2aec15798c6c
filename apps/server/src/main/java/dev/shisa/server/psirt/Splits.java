package dev.shisa.server.psirt;

import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Splitting a case in two, and merging two that are the same (ISO/IEC 30111, clause 7: several reports of one vulnerability, several
 * vulnerabilities in one report). Whoever needs to know stays who it was: a new case has the same people, and where merging tells
 * people something that they did not know, somebody has to agree. What others agreed on about publication holds for both.
 */
@Service
class Splits {

    /** What can go on in a case of its own. */
    static final Set<EntryKind> MOVED = EnumSet.of(
            EntryKind.HEARD, EntryKind.ANSWERED, EntryKind.NOTE, EntryKind.FILE, EntryKind.CONCERNS, EntryKind.PARTY);

    private static final Set<CaseState> MERGED =
            EnumSet.of(CaseState.RECEIVED, CaseState.ACKNOWLEDGED, CaseState.VERIFYING);

    private static final int TEXT_CHARS_MAX = 20_000;

    private final Cases cases;
    private final CaseStore store;
    private final Messages messages;
    private final Ids ids;

    Splits(Cases cases, CaseStore store, Messages messages, Ids ids) {
        this.cases = cases;
        this.store = store;
        this.messages = messages;
        this.ids = ids;
    }

    // Splitting

    /** What of a case can go on in a case of its own, the oldest first. */
    static List<Entry> movable(Case one) {
        return one.entries().stream()
                .filter(e -> MOVED.contains(e.kind()) && one.holds(e))
                .toList();
    }

    /**
     * Makes a case of part of another one.
     *
     * @param picked entries of {@link #movable}; they are no longer counted in the first case, but for what the reporter said
     * @param reporter whether the reporter is the new one's, too
     * @return the new case
     */
    @Transactional
    public Case split(Case seen, String title, Set<UUID> picked, boolean reporter, String why, Person person) {
        Case one = cases.held(seen, person);
        if (one.state() == CaseState.CLOSED) {
            throw new Problem(409, "psirt.case.closed");
        }
        List<Entry> moved =
                movable(one).stream().filter(e -> picked.contains(e.id())).toList();
        if (moved.isEmpty() || title.isBlank()) {
            throw new Problem(422, "psirt.split.nothing");
        }
        Case made = cases.branch(one, report(one, title, reporter), person);
        Map<String, String> from = new HashMap<>(Map.of("from", one.number(), "text", why));
        made = cases.add(made, EntryKind.SPLIT, from, null, person);
        if (one.state() != CaseState.RECEIVED) {
            made = cases.add(made, EntryKind.STEP, Map.of("to", CaseState.ACKNOWLEDGED.id()), null, person);
        }
        made = coordinated(one, made, person);
        Locale locale = Locale.forLanguageTag(person.language());
        for (Entry entry : moved) {
            made = copied(entry, one, made, entry.kind(), entry.values(), person);
            if (entry.kind().canBeTakenBack()) {
                one = cases.add(
                        one,
                        EntryKind.TAKEN_BACK,
                        Map.of("text", messages.get(locale, "psirt.split.moved", made.number())),
                        entry.id(),
                        person);
            }
        }
        cases.add(one, EntryKind.SPLIT, Map.of("into", made.number(), "text", why), null, person);
        return made;
    }

    private static Map<String, String> report(Case one, String title, boolean reporter) {
        Map<String, String> values = new HashMap<>();
        for (String field : List.of("what", "product", "jvn", "ipa", "drill", "lang")) {
            values.put(field, one.about(field));
        }
        values.put("title", title);
        values.put("received", one.received().toString());
        values.put("thanks", reporter ? one.about("thanks") : "unasked");
        boolean coordinated = Set.of("jpcert", "ipa").contains(one.about("source"));
        // Without the reporter nobody outside waits for an answer; a coordinator always does.
        values.put("source", reporter || coordinated ? one.about("source") : "own");
        values.put("how", "split");
        if (reporter) {
            for (String field : List.of("reporter", "contact", "key")) {
                values.put(field, one.about(field));
            }
        }
        values.values().removeIf(String::isEmpty);
        return values;
    }

    /** What was agreed with others about publication holds for what came of it, too: the later day. */
    private Case coordinated(Case from, Case to, Person person) {
        if (from.startDay().isEmpty() && from.agreedDay().isEmpty() && !from.coordinated()) {
            return to;
        }
        Map<String, String> values = new HashMap<>();
        LocalDate start = from.startDay().orElse(LocalDate.ofInstant(from.received(), Ui.ZONE));
        values.put(
                "start",
                to.startDay().filter(d -> d.isBefore(start)).orElse(start).toString());
        Optional<LocalDate> agreed = from.agreedDay()
                .map(day -> to.agreedDay().filter(d -> d.isAfter(day)).orElse(day))
                .or(to::agreedDay);
        agreed.ifPresent(day -> values.put("agreed", day.toString()));
        return cases.add(to, EntryKind.COORDINATED, values, null, person);
    }

    private Case copied(Entry entry, Case from, Case to, EntryKind kind, Map<String, String> values, Person person) {
        if (entry.kind() != EntryKind.FILE) {
            return cases.add(to, kind, values, null, person);
        }
        CaseStore.Attached file = store.files(from.id()).stream()
                .filter(f -> f.id().toString().equals(entry.get("file")))
                .findFirst()
                .orElse(null);
        if (file == null) {
            return to;
        }
        if (store.files(to.id()).size() >= Cases.FILES_MAX) {
            throw new Problem(422, "psirt.files.many", Cases.FILES_MAX);
        }
        UUID id = ids.next();
        store.insert(id, to.id(), file.file(), cases.now());
        Map<String, String> told = new HashMap<>(values);
        told.put("file", id.toString());
        return cases.add(to, EntryKind.FILE, told, null, person);
    }

    // Merging

    /** Who would learn of a case by its going on as another one. */
    static Set<String> widens(Case one, Case into) {
        return into.assigned().entrySet().stream()
                .filter(e -> !one.isFor(e.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a case can go on as another one, as far as both stand. */
    static boolean fits(Case one, Case into) {
        return !one.id().equals(into.id())
                && MERGED.contains(one.state())
                && into.state() != CaseState.CLOSED
                && into.state() != CaseState.DUPLICATE
                && into.drill() == one.drill();
    }

    /**
     * Lets a case go on as another one: it is closed as its duplicate, and its reporter goes on being told how the other one stands.
     * The person works on both, which who calls has looked at.
     *
     * @param agreed whether it is agreed that people learn of it who did not know it
     * @return the other case
     */
    @Transactional
    public Case merge(Case seen, Case seenInto, boolean agreed, String why, Person person) {
        // In one order whoever merges, so that two who do it at once do not wait for each other.
        boolean first = seen.id().compareTo(seenInto.id()) < 0;
        Case early = cases.held(first ? seen : seenInto, person);
        Case late = cases.held(first ? seenInto : seen, person);
        Case one = first ? early : late;
        Case into = first ? late : early;
        if (!fits(one, into)) {
            throw new Problem(409, "psirt.merge.state");
        }
        int open = one.openTasks().size();
        if (open > 0) {
            throw new Problem(409, "psirt.step.tasks", open);
        }
        if (one.coordinated() && one.agreedDay().isEmpty() && into.agreedDay().isPresent()) {
            throw new Problem(409, "psirt.merge.agreed", one.number());
        }
        Set<String> widens = widens(one, into);
        if (!widens.isEmpty() && one.state().beforePublication() && !agreed) {
            throw new Problem(409, "psirt.merge.widens", String.join(", ", widens));
        }
        into = cases.add(into, EntryKind.MERGED, Map.of("from", one.number(), "text", why), null, person);
        into = cases.add(into, EntryKind.NOTE, Map.of("text", words(one)), null, person);
        for (Entry entry : movable(one)) {
            if (entry.kind() == EntryKind.FILE
                    || entry.kind() == EntryKind.PARTY
                    || entry.kind() == EntryKind.CONCERNS) {
                into = copied(entry, one, into, entry.kind(), entry.values(), person);
            }
        }
        if (!one.about("contact").isEmpty()) {
            Map<String, String> finder = new HashMap<>();
            finder.put("role", "finder");
            finder.put("name", one.about("reporter").isEmpty() ? one.number() : one.about("reporter"));
            finder.put("contact", one.about("contact"));
            finder.put("key", one.about("key"));
            into = cases.add(into, EntryKind.PARTY, finder, null, person);
        }
        into = coordinated(one, into, person);
        close(one, into, why, person);
        return into;
    }

    /** The reporter's words are a note there: they are not for that case's own reporter. */
    private static String words(Case one) {
        StringBuilder words = new StringBuilder(one.number()).append(": ").append(one.title());
        words.append("\n\n").append(one.about("text"));
        for (EntryKind kind : List.of(EntryKind.HEARD, EntryKind.ANSWERED, EntryKind.NOTE)) {
            one.of(kind).forEach(e -> words.append("\n\n").append(e.get("text")));
        }
        return Cut.to(words.toString(), TEXT_CHARS_MAX);
    }

    private void close(Case seen, Case into, String why, Person person) {
        Case one = seen;
        if (one.state() == CaseState.RECEIVED) {
            one = cases.add(one, EntryKind.STEP, Map.of("to", CaseState.ACKNOWLEDGED.id()), null, person);
        }
        Map<String, String> step = new HashMap<>();
        step.put("to", CaseState.DUPLICATE.id());
        step.put("duplicate", into.number());
        step.put("text", why);
        one = cases.add(one, EntryKind.STEP, step, null, person);
        if (one.hasReporter()) {
            Locale locale = one.about("lang").equals("en") ? Locale.ENGLISH : Locale.JAPANESE;
            one = cases.add(
                    one, EntryKind.TOLD, Map.of("text", messages.get(locale, "psirt.merge.told")), null, person);
        }
        one = cases.add(one, EntryKind.MERGED, Map.of("into", into.number(), "text", why), null, person);
        cases.add(one, EntryKind.STEP, Map.of("to", CaseState.CLOSED.id()), null, person);
    }
}
