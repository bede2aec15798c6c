package dev.shisa.server.inbox;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.act.Does;
import dev.shisa.server.platform.act.Doing;
import dev.shisa.server.platform.act.Seen;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.record.Rows;
import dev.shisa.server.platform.record.Wrongs;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Putting off, handing over, and setting aside what waits. None of it settles anything. */
@Service
@Doing
@Transactional
class TaskActs {

    static final String ONE = "/tasks/{task}";

    /** Further ahead nobody puts anything off: it would be set aside without a reason. */
    static final int LATER_DAYS_MAX = 90;

    private final Inbox inbox;
    private final Puts puts;
    private final Rows rows;
    private final People people;
    private final Products products;
    private final Messages messages;
    private final Audit audit;

    TaskActs(Inbox inbox, Puts puts, Rows rows, People people, Products products, Messages messages, Audit audit) {
        this.inbox = inbox;
        this.puts = puts;
        this.rows = rows;
        this.people = people;
        this.products = products;
        this.messages = messages;
        this.audit = audit;
    }

    @Sent("inbox.later")
    record TaskLaterSent(LocalDate until) {}

    @Sent("inbox.hand")
    record TaskHandSent(String receiver, @Words(most = 500) String note) {}

    @Sent("inbox.aside")
    record TaskAsideSent(
            @Words(most = 500, must = true, lines = 3) String reason) {}

    /** Until a day, for the reader alone. */
    @Requires(Act.VIEW)
    @Does(page = ONE + "/later", on = ONE, then = "/tasks", done = "later")
    public Put later(String task, TaskLaterSent sent, Seen seen, Person person) {
        Inbox.Entry entry = require(task, seen, person);
        Wrongs wrong = Wrongs.of(sent);
        LocalDate today = today();
        if (sent.until() != null) {
            wrong.unless(
                    sent.until().isAfter(today) && !sent.until().isAfter(today.plusDays(LATER_DAYS_MAX)),
                    "until",
                    "far",
                    LATER_DAYS_MAX);
        }
        wrong.refuse();
        Put put = puts.add(entry.task(), Put.How.LATER, sent.until(), null, "", person);
        audit.record(person, "task.later", thing(entry), Map.of("until", sent.until()));
        return put;
    }

    /** To somebody whose own inbox has it: who is not told of it is not told of it in this way either. */
    @Requires(Act.VIEW)
    @Does(page = ONE + "/hand", on = ONE, then = "/tasks", done = "hand")
    public Put hand(String task, TaskHandSent sent, Seen seen, Person person) {
        Inbox.Entry entry = require(task, seen, person);
        Wrongs wrong = Wrongs.of(sent);
        Optional<Person> receiver = sent.receiver() == null
                ? Optional.empty()
                : receivers(entry, person).stream()
                        .filter(one -> one.id().toString().equals(sent.receiver()))
                        .findFirst();
        if (sent.receiver() != null && !sent.receiver().isEmpty()) {
            wrong.unless(
                    receiver.filter(one -> inbox.isTold(one, entry.task().key()))
                            .isPresent(),
                    "receiver",
                    "not-told");
        }
        wrong.refuse();
        UUID to =
                receiver.orElseThrow(() -> new Problem(422, "inbox.hand.wrong")).id();
        Put put = puts.add(entry.task(), Put.How.HAND, null, to, tidy(sent.note()), person);
        audit.record(
                person,
                "task.hand",
                thing(entry),
                Map.of("to", receiver.orElseThrow().name()));
        return put;
    }

    /** For everybody, with a reason. */
    @Requires(Act.VIEW)
    @Does(page = ONE + "/not-ours", on = ONE, then = "/tasks", done = "aside")
    public Put notOurs(String task, TaskAsideSent sent, Seen seen, Person person) {
        Inbox.Entry entry = require(task, seen, person);
        Wrongs wrong = Wrongs.of(sent);
        wrong.refuse();
        Put put = puts.add(entry.task(), Put.How.NOT_OURS, null, null, tidy(sent.reason()), person);
        audit.record(person, "task.not-ours", thing(entry), Map.of("reason", put.reason()));
        return put;
    }

    /** Takes back what was done with it last. */
    @Requires(Act.VIEW)
    @Does(page = ONE + "/back", on = ONE, then = "/tasks", done = "back")
    public Put back(String task, Seen seen, Person person) {
        Inbox.Entry entry = require(task, seen, person);
        Put put = entry.put();
        if (put == null || !puts.end(put, person)) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        audit.record(person, "task.back", thing(entry), Map.of());
        return put;
    }

    /** A thing that the person is told of and may settle. */
    private Inbox.Entry require(String mark, Seen seen, Person person) {
        Inbox.Entry entry =
                inbox.one(mark, person, Locale.JAPANESE).orElseThrow(() -> new Problem(404, "inbox.unknown"));
        if (!mayPut(entry, person)) {
            throw new Problem(403, "inbox.not-yours");
        }
        seen.require(puts.version(entry.task().key()));
        return entry;
    }

    static boolean mayPut(Inbox.Entry entry, Person person) {
        return Inbox.may(person, entry.task());
    }

    /** To whom it could be handed: who may do it, but for whom it waits for already. */
    List<Person> receivers(Inbox.Entry entry, Person person) {
        return entry.task().kind().isPersonal()
                ? List.of()
                : people.inUse().stream()
                        .filter(one -> Inbox.may(one, entry.task()))
                        .filter(one -> !one.id().equals(person.id()) || entry.place() == Inbox.Place.OTHERS)
                        .toList();
    }

    int version(Inbox.Entry entry) {
        return puts.version(entry.task().key());
    }

    LocalDate today() {
        return LocalDate.ofInstant(rows.now(), Ui.ZONE);
    }

    /** What the audit names: the kind of thing and the product, and nothing of what only some may know. */
    private String thing(Inbox.Entry entry) {
        UUID series = entry.task().series();
        String kind = messages.get(
                Locale.JAPANESE, "web.task.kind." + entry.task().kind().id());
        return series == null
                ? kind
                : products.byId(series).map(one -> one.name() + " ").orElse("") + kind;
    }

    private static String tidy(String text) {
        return text.replace("\r\n", "\n").strip();
    }
}
