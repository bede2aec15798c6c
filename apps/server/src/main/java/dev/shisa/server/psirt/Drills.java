package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Drills: a fictitious report that is marked as one wherever it is seen, and what comes after it in time. What comes is an entry of the
 * case like any other, so whoever does not work on the drill knows nothing of it, and a task of somebody with the role that it is
 * addressed to, so that it can be told afterwards who answered when. Everything that was due while the server stood comes in its order.
 */
@Service
@Transactional
class Drills {

    private final Cases cases;
    private final CaseStore store;
    private final People people;
    private final Messages messages;

    Drills(Cases cases, CaseStore store, People people, Messages messages) {
        this.cases = cases;
        this.store = store;
        this.people = people;
        this.messages = messages;
    }

    /** Begins one; what is played is written in the language of who begins it. */
    Case begin(Drill drill, Locale locale, Person by) {
        String id = drill.id();
        Map<String, String> values = new HashMap<>();
        values.put("what", "vulnerability");
        values.put("title", messages.get(locale, "psirt.drill." + id + ".title"));
        values.put("text", messages.get(locale, "psirt.drill." + id + ".report"));
        values.put("source", drill.source());
        values.put("reporter", messages.get(locale, "psirt.drill." + id + ".reporter"));
        values.put("contact", "drill@example.invalid");
        values.put("thanks", "unasked");
        values.put("drill", "yes");
        values.put("scenario", id);
        values.put("lang", locale.getLanguage());
        values.put("received", cases.now().toString());
        return cases.open(values, null, by);
    }

    /** Lets arrive what is due. */
    Case bring(Case seen) {
        Drill drill = Drill.of(seen).orElse(null);
        if (drill == null || missing(drill, seen).isEmpty()) {
            return seen;
        }
        store.lock(seen.id());
        Case one = store.byId(seen.id()).orElseThrow();
        if (one.state() == CaseState.CLOSED) {
            return one;
        }
        for (Drill.Inject inject : missing(drill, one)) {
            one = bring(one, drill, inject);
        }
        return one;
    }

    private List<Drill.Inject> missing(Drill drill, Case one) {
        Instant now = cases.now();
        Set<String> come = one.of(EntryKind.INJECTED).stream()
                .map(entry -> entry.get("inject"))
                .collect(Collectors.toSet());
        return drill.injects().stream()
                .filter(inject -> !now.isBefore(one.received().plus(inject.after())) && !come.contains(inject.id()))
                .toList();
    }

    private Case bring(Case seen, Drill drill, Drill.Inject inject) {
        Locale locale = Locale.of(seen.about("lang"));
        String words = drill.words(inject);
        String from = messages.get(locale, "psirt.drill." + words + ".from");
        Case one = cases.add(
                seen,
                EntryKind.INJECTED,
                Map.of(
                        "inject",
                        inject.id(),
                        "name",
                        from,
                        "addressed",
                        inject.to().id(),
                        "text",
                        messages.get(locale, "psirt.drill." + words + ".says")),
                null,
                null);
        UUID come = one.entries().getLast().id();
        Set<UUID> asked = addressed(one, inject.to());
        UUID owner = asked.iterator().next();
        Instant due = cases.now().plus(inject.within());
        one = cases.add(
                one,
                EntryKind.TASK,
                Map.of(
                        "text",
                        messages.get(locale, "psirt.drill.answer", from),
                        "owner",
                        owner.toString(),
                        "ownerName",
                        one.assigned().getOrDefault(owner, ""),
                        "due",
                        LocalDate.ofInstant(due, Ui.ZONE).toString()),
                come,
                null);
        for (UUID person : asked) {
            cases.tell(one, person, "inject", "", false, come.toString());
        }
        return one;
    }

    /** Those who work on the drill and have the role; where nobody has it, all of them: it would lie there unread otherwise. */
    private Set<UUID> addressed(Case one, Role role) {
        Set<UUID> all = new TreeSet<>(one.assigned().keySet());
        Set<UUID> with = all.stream()
                .filter(id -> people.inUse(id)
                        .filter(person -> person.roles().contains(role))
                        .isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
        return with.isEmpty() ? all : with;
    }
}
