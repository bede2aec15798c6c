package dev.shisa.server.ledger;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** One receiver of checkpoints: does it get them, and what can be changed about it? */
@Controller
class ReceiverPages {

    static final List<String> KINDS = List.of("folder", "mail", "webhook", "witness");

    private static final String PATH = CheckpointPages.PATH;

    private final Receivers receivers;
    private final ReceiverViews views;
    private final ReceiverStore store;
    private final CheckpointSender sender;
    private final LedgerKeeper keeper;
    private final Audit audit;
    private final Path data;

    ReceiverPages(
            Receivers receivers,
            ReceiverViews views,
            ReceiverStore store,
            CheckpointSender sender,
            LedgerKeeper keeper,
            Audit audit,
            @Value("${shisa.data}") Path data) {
        this.receivers = receivers;
        this.views = views;
        this.store = store;
        this.sender = sender;
        this.keeper = keeper;
        this.audit = audit;
        this.data = data.toAbsolutePath().normalize();
    }

    // ---- a new one -------------------------------------------------------------------------------

    @GetMapping(PATH + "/new")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView enter(@ModelAttribute("ui") Ui ui, @RequestParam(defaultValue = "folder") String kind) {
        if (!KINDS.contains(kind)) {
            throw new Problem(404, "not-found");
        }
        return form(ReceiverForm.empty(kind, ui.lang()), new Mistakes());
    }

    @PostMapping(PATH + "/new")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView add(@ModelAttribute("ui") Ui ui, @ModelAttribute ReceiverForm form, HttpServletResponse response) {
        if (!KINDS.contains(form.kind())) {
            throw new Problem(404, "not-found");
        }
        ReceiverEntry entry = new ReceiverEntry(ui, form, data, null);
        Optional<ReceiverEntry.Entered> entered = entry.read();
        if (entered.isEmpty()) {
            response.setStatus(422);
            return form(form, entry.mistakes());
        }
        Receivers.WithSecret added = receivers.add(entered.get(), form.password());
        sender.newest().ifPresent(newest -> sender.send(added.receiver(), newest, false));
        // The secret is in this answer and never again.
        return added.secret().isEmpty() ? to(added.receiver()) : one(ui, added.receiver(), added.secret());
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

    // ---- one that is there -----------------------------------------------------------------------

    @GetMapping(PATH + "/{id}")
    @Requires(Act.READ_AUDIT)
    ModelAndView one(@ModelAttribute("ui") Ui ui, @PathVariable String id) {
        return one(ui, require(id), "");
    }

    @GetMapping(PATH + "/{id}/sent.{format}")
    @Requires(Act.READ_AUDIT)
    @Recorded("take.list")
    ResponseEntity<TableFile> sent(@PathVariable String id, @PathVariable String format, @ModelAttribute("ui") Ui ui) {
        Receiver receiver = require(id);
        return TableFile.of(format, "shisa-checkpoints-sent-" + ui.day(ui.now()), ui)
                .column("at", "checkpoint.when")
                .column("by", "checkpoint.file.by")
                .column("size", "checkpoint.file.size")
                .column("state", "checkpoint.state")
                .column("result", "checkpoint.result")
                .column("elsewhere", "checkpoint.file.elsewhere")
                .download((most, lines) -> views.sent(ui, receiver, most)
                        .forEach(sent -> lines.accept(List.of(
                                sent.when(), sent.by(), sent.size(), sent.word(), sent.result(), sent.elsewhere()))));
    }

    /** What the receiver holds, with the cosignature of a witness. */
    @GetMapping(path = PATH + "/{id}/held.txt", produces = MediaType.TEXT_PLAIN_VALUE)
    @Requires(Act.READ_AUDIT)
    ResponseEntity<byte[]> held(@PathVariable String id) {
        Delivery last = store.lastArrived(require(id)).orElseThrow(() -> new Problem(404, "not-found"));
        return RecordPages.file(
                "checkpoint-" + last.log() + "-" + last.size() + ".txt",
                ReceiverViews.note(last).getBytes(StandardCharsets.UTF_8));
    }

    @PostMapping(PATH + "/{id}/send")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView send(@PathVariable String id) {
        Receiver receiver = require(id);
        audit.record("checkpoint.send", receiver.name(), Map.of());
        sender.send(receiver, newest(), false);
        return to(receiver);
    }

    @PostMapping(PATH + "/{id}/pause")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView pause(@PathVariable String id) {
        Receiver receiver = require(id);
        receivers.pause(receiver);
        return to(receiver);
    }

    @PostMapping(PATH + "/{id}/resume")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView resume(@PathVariable String id) {
        Receiver receiver = require(id);
        if (receivers.resume(receiver)) {
            sender.newest().ifPresent(newest -> sender.send(receiver, newest, false));
        }
        return to(receiver);
    }

    @PostMapping(PATH + "/{id}/secret")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView newSecret(
            @ModelAttribute("ui") Ui ui, @PathVariable String id, @RequestParam(defaultValue = "-1") int version) {
        Receivers.WithSecret renewed = receivers.newSecret(require(id), version);
        return one(ui, renewed.receiver(), renewed.secret());
    }

    @PostMapping(PATH + "/{id}/remove")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView remove(@PathVariable String id) {
        receivers.remove(require(id));
        return new ModelAndView("redirect:" + PATH);
    }

    private ModelAndView one(Ui ui, Receiver receiver, String secret) {
        return new ModelAndView("ledger/receiver")
                .addObject("secret", secret)
                .addObject("one", views.one(ui, receiver));
    }

    // ---- its edit --------------------------------------------------------------------------------

    @GetMapping(PATH + "/{id}/edit")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView edit(@PathVariable String id) {
        Receiver receiver = require(id);
        return edit(receiver, ReceiverForm.of(receiver), new Mistakes());
    }

    @PostMapping(PATH + "/{id}/edit")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView change(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String id,
            @ModelAttribute ReceiverForm form,
            @RequestParam(defaultValue = "-1") int version,
            HttpServletResponse response) {
        Receiver before = require(id);
        if (!form.kind().equals(before.target().kind())) {
            throw new Problem(404, "not-found");
        }
        ReceiverEntry entry = new ReceiverEntry(ui, form, data, before.target());
        Optional<ReceiverEntry.Entered> entered = entry.read();
        if (entered.isEmpty()) {
            response.setStatus(422);
            return edit(before, form, entry.mistakes()).addObject("version", version);
        }
        Optional<Receiver> changed = receivers.change(before, version, entered.get(), form.password());
        if (changed.isEmpty()) {
            response.setStatus(409);
            Receiver stored = require(id);
            return edit(stored, form, new Mistakes())
                    .addObject("stale", true)
                    .addObject("differences", views.differences(ui, ReceiverForm.of(stored), form));
        }
        Receiver receiver = changed.get();
        boolean other =
                !receiver.target().equals(before.target()) || !form.password().isEmpty();
        if (other && !receiver.isPaused()) {
            sender.newest().ifPresent(newest -> sender.send(receiver, newest, false));
        }
        return to(receiver);
    }

    private static ModelAndView edit(Receiver receiver, ReceiverForm form, Mistakes mistakes) {
        return new ModelAndView("ledger/receiver-edit")
                .addObject("form", form)
                .addObject("mistakes", mistakes)
                .addObject("href", ReceiverViews.href(receiver))
                .addObject("name", receiver.name())
                .addObject("version", receiver.version())
                .addObject("stale", false)
                .addObject("differences", List.of());
    }

    // ---- both ------------------------------------------------------------------------------------

    private Receiver require(String id) {
        try {
            return receivers.require(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            throw new Problem(404, "not-found");
        }
    }

    private CheckpointSender.Newest newest() {
        return sender.newest().orElseThrow(() -> new Problem(503, "checkpoint.none"));
    }

    private static ModelAndView to(Receiver receiver) {
        return new ModelAndView("redirect:" + ReceiverViews.href(receiver));
    }
}
