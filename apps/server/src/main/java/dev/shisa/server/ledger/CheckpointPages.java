package dev.shisa.server.ledger;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.ledger.LedgerTabs;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Who, outside of this installation, holds the history of the ledger? */
@Controller
class CheckpointPages {

    private static final String PATH = "/records/checkpoints";

    /** Each that hangs holds the schedule for a minute, and another try is due every few minutes. */
    private static final int RECEIVERS_MAX = 8;

    private static final int SENT_SHOWN = 30;
    private static final List<String> KINDS = List.of("folder", "mail", "webhook", "witness");

    private final ReceiverStore store;
    private final ReceiverSecrets secrets;
    private final CheckpointSender sender;
    private final CheckpointSchedule schedule;
    private final LedgerKeeper keeper;
    private final LedgerTabs tabs;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final Path data;
    private final SecureRandom random = new SecureRandom();

    CheckpointPages(
            ReceiverStore store,
            ReceiverSecrets secrets,
            CheckpointSender sender,
            CheckpointSchedule schedule,
            LedgerKeeper keeper,
            LedgerTabs tabs,
            Audit audit,
            Ids ids,
            InstantSource clock,
            TransactionTemplate transaction,
            @Value("${shisa.data}") Path data) {
        this.store = store;
        this.secrets = secrets;
        this.sender = sender;
        this.schedule = schedule;
        this.keeper = keeper;
        this.tabs = tabs;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
        this.transaction = transaction;
        this.data = data.toAbsolutePath().normalize();
    }

    @GetMapping(PATH)
    @Requires(Act.READ_AUDIT)
    ModelAndView list(@ModelAttribute("ui") Ui ui) {
        List<Receiver> receivers = store.all();
        List<CheckpointView.Row> rows =
                receivers.stream().map(receiver -> row(ui, receiver)).toList();
        return new ModelAndView("ledger/checkpoints")
                .addObject("tabs", tabs.tabs(ui, LedgerTabs.Page.CHECKPOINTS))
                .addObject("title", title(ui, rows))
                .addObject("rows", rows)
                .addObject("kinds", receivers.size() < RECEIVERS_MAX ? KINDS : List.of())
                .addObject("now", now());
    }

    @GetMapping(path = PATH + "/checkpoint.txt", produces = MediaType.TEXT_PLAIN_VALUE)
    @Requires(Act.READ_AUDIT)
    ResponseEntity<byte[]> checkpoint() {
        CheckpointSender.Newest newest = newest();
        return RecordPages.file(
                "checkpoint-" + newest.log() + "-" + newest.checkpoint().size() + ".txt",
                newest.checkpoint().note().bytes());
    }

    @GetMapping(path = PATH + "/vkey.txt", produces = MediaType.TEXT_PLAIN_VALUE)
    @Requires(Act.READ_AUDIT)
    ResponseEntity<byte[]> vkey() {
        int log = newest().log();
        return RecordPages.file("vkey-" + log + ".txt", (keeper.key(log) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @GetMapping(PATH + "/new")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView enter(@RequestParam(defaultValue = "folder") String kind) {
        if (!KINDS.contains(kind)) {
            throw new Problem(404, "not-found");
        }
        return form(ReceiverForm.empty(kind), new Mistakes());
    }

    @PostMapping(PATH + "/new")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView add(@ModelAttribute("ui") Ui ui, @ModelAttribute ReceiverForm form, HttpServletResponse response) {
        if (!KINDS.contains(form.kind())) {
            throw new Problem(404, "not-found");
        }
        if (store.all().size() >= RECEIVERS_MAX) {
            throw new Problem(409, "checkpoint.too-many", RECEIVERS_MAX);
        }
        ReceiverEntry entry = new ReceiverEntry(ui, form, data);
        Optional<ReceiverEntry.Entered> entered = entry.read();
        if (entered.isEmpty()) {
            response.setStatus(422);
            return form(form, entry.mistakes());
        }
        Receiver receiver = new Receiver(
                ids.next(),
                entered.get().name(),
                entered.get().every(),
                entered.get().target(),
                clock.instant(),
                person().name());
        String secret = secret(receiver, form);
        if (!secret.isEmpty()) {
            secrets.keep(receiver.id(), secret);
        }
        transaction.executeWithoutResult(status -> {
            store.add(receiver);
            schedule.begin(receiver);
            audit.record(
                    "checkpoint.receiver",
                    receiver.name(),
                    Map.of(
                            "kind", receiver.target().kind(),
                            "address", receiver.target().address(),
                            "hours", receiver.every().hours()));
        });
        sender.newest().ifPresent(newest -> sender.send(receiver, newest, false));
        // The secret is in this answer and never again.
        return receiver.target() instanceof Receiver.Webhook
                ? one(ui, receiver, secret)
                : new ModelAndView("redirect:" + href(receiver));
    }

    @GetMapping(PATH + "/{id}")
    @Requires(Act.READ_AUDIT)
    ModelAndView one(@ModelAttribute("ui") Ui ui, @PathVariable String id) {
        return one(ui, require(id), "");
    }

    /** What the receiver holds, with the cosignature of a witness. */
    @GetMapping(path = PATH + "/{id}/held.txt", produces = MediaType.TEXT_PLAIN_VALUE)
    @Requires(Act.READ_AUDIT)
    ResponseEntity<byte[]> held(@PathVariable String id) {
        Delivery last = store.lastArrived(require(id).id()).orElseThrow(() -> new Problem(404, "not-found"));
        return RecordPages.file(
                "checkpoint-" + last.log() + "-" + last.size() + ".txt",
                note(last).getBytes(StandardCharsets.UTF_8));
    }

    @PostMapping(PATH + "/{id}/send")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView send(@PathVariable String id) {
        Receiver receiver = require(id);
        audit.record("checkpoint.send", receiver.name(), Map.of());
        sender.send(receiver, newest(), false);
        return new ModelAndView("redirect:" + href(receiver));
    }

    @PostMapping(PATH + "/{id}/remove")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView remove(@PathVariable String id) {
        Receiver receiver = require(id);
        transaction.executeWithoutResult(status -> {
            store.remove(receiver.id());
            schedule.end(receiver.id());
            audit.record(
                    "checkpoint.receiver-remove",
                    receiver.name(),
                    Map.of(
                            "kind", receiver.target().kind(),
                            "address", receiver.target().address()));
        });
        secrets.forget(receiver.id());
        return new ModelAndView("redirect:" + PATH);
    }

    private String secret(Receiver receiver, ReceiverForm form) {
        return switch (receiver.target()) {
            case Receiver.Webhook webhook -> WebhookCall.secret(random);
            case Receiver.Mail mail -> mail.user().isEmpty() ? "" : form.password();
            case Receiver.Folder folder -> "";
            case Receiver.Witness witness -> "";
        };
    }

    private Receiver require(String id) {
        try {
            return store.find(UUID.fromString(id)).orElseThrow(() -> new Problem(404, "not-found"));
        } catch (IllegalArgumentException e) {
            throw new Problem(404, "not-found");
        }
    }

    private CheckpointSender.Newest newest() {
        return sender.newest().orElseThrow(() -> new Problem(503, "checkpoint.none"));
    }

    private static Person person() {
        return Objects.requireNonNull(ActInterceptor.signedIn());
    }

    private static String href(Receiver receiver) {
        return PATH + "/" + receiver.id();
    }

    // ---- the pages -------------------------------------------------------------------------------

    private CheckpointView.@Nullable Now now() {
        return sender.newest()
                .map(newest -> new CheckpointView.Now(
                        newest.checkpoint().size(),
                        newest.checkpoint().note().toString(),
                        keeper.key(newest.log()).toString()))
                .orElse(null);
    }

    private static String title(Ui ui, List<CheckpointView.Row> rows) {
        long failing =
                rows.stream().filter(row -> row.state().equals("not-met")).count();
        long holding = rows.stream().filter(row -> !row.held().isEmpty()).count();
        if (rows.isEmpty()) {
            return ui.t("checkpoint.title.none");
        }
        return failing > 0
                ? ui.t("checkpoint.title.failing", rows.size(), failing)
                : ui.t("checkpoint.title.held", holding);
    }

    private ModelAndView form(ReceiverForm form, Mistakes mistakes) {
        return new ModelAndView("ledger/receiver-form")
                .addObject("form", form)
                .addObject("mistakes", mistakes)
                .addObject(
                        "vkey",
                        sender.newest()
                                .map(newest -> keeper.key(newest.log()).toString())
                                .orElse(""));
    }

    private ModelAndView one(Ui ui, Receiver receiver, String secret) {
        List<CheckpointView.Sent> sent = store.latest(receiver.id(), SENT_SHOWN).stream()
                .map(delivery -> new CheckpointView.Sent(
                        ui.second(delivery.at()),
                        ui.t(delivery.byItself() ? "checkpoint.by.itself" : "checkpoint.by.hand"),
                        ui.t("checkpoint.size", delivery.size()),
                        delivery.arrived() ? "met" : "not-met",
                        ui.t(delivery.arrived() ? "checkpoint.arrived" : "checkpoint.not-arrived"),
                        words(ui, delivery)))
                .toList();
        return new ModelAndView("ledger/receiver")
                .addObject("secret", secret)
                .addObject(
                        "one",
                        new CheckpointView.One(
                                row(ui, receiver),
                                sent,
                                store.lastArrived(receiver.id())
                                        .map(CheckpointPages::note)
                                        .orElse(null),
                                receiver.target() instanceof Receiver.Witness(var uri, var key)
                                        ? key.toString()
                                        : null));
    }

    private CheckpointView.Row row(Ui ui, Receiver receiver) {
        Delivery last = store.latest(receiver.id(), 1).stream().findFirst().orElse(null);
        String state = last == null ? "unknown" : last.arrived() ? "met" : "not-met";
        return new CheckpointView.Row(
                href(receiver),
                receiver.name(),
                ui.t("checkpoint.kind." + receiver.target().kind()),
                receiver.target().address(),
                ui.t("checkpoint.every." + receiver.every().id()),
                state,
                ui.t(
                        switch (state) {
                            case "met" -> "checkpoint.arrived";
                            case "not-met" -> "checkpoint.not-arrived";
                            default -> "checkpoint.not-yet";
                        }),
                last == null ? ui.t("checkpoint.outcome.none") : words(ui, last),
                last == null || last.arrived()
                        ? null
                        : ui.t(
                                "checkpoint.outcome." + last.outcome().code() + ".fix",
                                last.outcome().args().toArray()),
                store.lastArrived(receiver.id())
                        .map(held -> ui.t("checkpoint.held", ui.minute(held.at()), held.size()))
                        .orElse(""),
                schedule.next(receiver.id()).map(ui::minute).orElse(""),
                ui.t("checkpoint.made", ui.minute(receiver.madeAt()), receiver.madeBy()));
    }

    private static String words(Ui ui, Delivery delivery) {
        return ui.t(
                "checkpoint.outcome." + delivery.outcome().code(),
                delivery.outcome().args().toArray());
    }

    private static String note(Delivery delivery) {
        return delivery.outcome() instanceof Delivery.Outcome.Arrived(String note) ? note : "";
    }
}
