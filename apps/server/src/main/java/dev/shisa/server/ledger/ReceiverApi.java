package dev.shisa.server.ledger;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadForm;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.transaction.Effects;
import dev.shisa.server.platform.web.Ui;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** Who is sent checkpoints, for programs. */
@Controller
class ReceiverApi {

    private static final String PATH = "/api/v1/checkpoint-receivers";

    private final Receivers receivers;
    private final ReceiverStore store;
    private final CheckpointSender sender;
    private final CheckpointSchedule schedule;
    private final Audit audit;
    private final Path data;

    ReceiverApi(
            Receivers receivers,
            ReceiverStore store,
            CheckpointSender sender,
            CheckpointSchedule schedule,
            Audit audit,
            @Value("${shisa.data}") Path data) {
        this.receivers = receivers;
        this.store = store;
        this.sender = sender;
        this.schedule = schedule;
        this.audit = audit;
        this.data = data.toAbsolutePath().normalize();
    }

    /** What became of a sending; {@code outcome} is {@code arrived}, or names why it may not have. */
    record SentBody(
            Instant at, int log, long size, String address, boolean arrived, String outcome, boolean byItself) {}

    /**
     * A receiver, never with its secret.
     *
     * @param every in hours
     * @param settings of its kind: folder, url, inside ({@code 1}: it may lie within the own network), vkey, host, port, security, user, from, to, language
     * @param last what became of the latest sending
     * @param held the newest checkpoint that it has at its present address, as it has it
     */
    record ReceiverBody(
            UUID id,
            @OneOf({"folder", "mail", "webhook", "witness"}) String kind,
            String name,
            @OneOf({"1", "6", "24", "168"}) String every,
            String address,
            Map<String, String> settings,
            boolean paused,
            String madeBy,
            Instant madeAt,
            @Nullable SentBody last,
            @Nullable String held,
            int version) {}

    /**
     * A receiver to be sent to; which fields count depends on its kind, and each means what it does on the page.
     *
     * @param every in hours
     * @param inside whether the address may lie within the own network or in this computer; left out: it may not
     * @param password of the mail server; left out: the one that is kept goes on
     */
    record NewReceiverBody(
            @OneOf({"folder", "mail", "webhook", "witness"}) String kind,
            String name,
            @OneOf({"1", "6", "24", "168"}) String every,
            @Nullable String folder,
            @Nullable String url,
            @Nullable Boolean inside,
            @Nullable String vkey,
            @Nullable String host,
            @Nullable String port,
            @OneOf({"tls", "starttls", "none"}) @Nullable String security,
            @Nullable String user,
            @Nullable String password,
            @Nullable String from,
            @Nullable String to,
            @OneOf({"ja", "en"}) @Nullable String language) {}

    /** @param secret that signs what a webhook gets; told this once, empty for the other kinds */
    record ReceiverWithSecretBody(ReceiverBody receiver, String secret) {}

    @GetMapping(PATH)
    @Requires(Act.READ_AUDIT)
    @Operation(id = "checkpoint.list")
    Answer<Listing<ReceiverBody>> list() {
        return Answer.of(new Listing<>(receivers.all().stream().map(this::body).toList(), null));
    }

    @GetMapping(PATH + "/{id}")
    @Requires(Act.READ_AUDIT)
    @Operation(id = "checkpoint.get")
    Answer<ReceiverBody> get(@PathVariable UUID id) {
        return answer(require(id));
    }

    /** Adds a receiver and sends it the newest checkpoint. */
    @PostMapping(PATH)
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "checkpoint.make", status = 201)
    Answer<ReceiverWithSecretBody> make(@Body NewReceiverBody sent, @ModelAttribute("ui") Ui ui) {
        ReceiverForm form = form(sent);
        Receivers.WithSecret added = receivers.add(entered(form, null, ui), form.password());
        sendNewest(added.receiver());
        return withSecret(added).at(PATH + "/" + added.receiver().id());
    }

    @PutMapping(PATH + "/{id}")
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "checkpoint.change")
    Answer<ReceiverBody> change(
            @PathVariable UUID id, @Body NewReceiverBody sent, IfMatch seen, @ModelAttribute("ui") Ui ui) {
        Receiver before = require(id);
        if (!sent.kind().equals(before.target().kind())) {
            throw new Problem(409, "checkpoint.other-kind", before.name());
        }
        ReceiverForm form = form(sent);
        Receiver after = receivers
                .change(before, seen.require(before.version()), entered(form, before.target(), ui), form.password())
                .orElseThrow(() -> new Problem(409, "changed-meanwhile", before.name()));
        boolean elsewhere =
                !after.target().equals(before.target()) || !form.password().isEmpty();
        if (elsewhere && !after.isPaused()) {
            sendNewest(after);
        }
        return answer(after);
    }

    @PostMapping(PATH + "/{id}/pause")
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "checkpoint.pause")
    Answer<ReceiverBody> pause(@PathVariable UUID id) {
        receivers.pause(require(id));
        return answer(require(id));
    }

    @PostMapping(PATH + "/{id}/resume")
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "checkpoint.resume")
    Answer<ReceiverBody> resume(@PathVariable UUID id) {
        if (receivers.resume(require(id))) {
            sendNewest(require(id));
        }
        return answer(require(id));
    }

    @PostMapping(PATH + "/{id}/send")
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "checkpoint.send")
    Answer<ReceiverBody> send(@PathVariable UUID id) {
        Receiver receiver = require(id);
        audit.record("checkpoint.send", receiver.name(), Map.of());
        if (!sendNewest(receiver)) {
            throw new Problem(503, "checkpoint.none");
        }
        return answer(require(id));
    }

    @PostMapping(PATH + "/{id}/secret")
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "checkpoint.secret")
    Answer<ReceiverWithSecretBody> newSecret(@PathVariable UUID id, IfMatch seen) {
        Receiver receiver = require(id);
        if (!(receiver.target() instanceof Receiver.Webhook)) {
            throw new Problem(409, "checkpoint.no-secret", receiver.name());
        }
        return withSecret(receivers.newSecret(receiver, seen.require(receiver.version())));
    }

    @DeleteMapping(PATH + "/{id}")
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "checkpoint.remove")
    Answer<Done> remove(@PathVariable UUID id) {
        receivers.remove(require(id));
        return Done.ANSWER;
    }

    private Receiver require(UUID id) {
        return store.find(id).orElseThrow(() -> new Problem(404, "checkpoint.unknown"));
    }

    /**
     * Sends it the newest checkpoint; under an {@code Idempotency-Key}, whose transaction may yet come to nothing, at the next look of the
     * schedule.
     *
     * @return false: there is none
     */
    private boolean sendNewest(Receiver receiver) {
        if (Effects.mayComeToNothing()) {
            schedule.soon(receiver);
            return true;
        }
        return sender.newest()
                .map(newest -> sender.send(receiver, newest, false))
                .isPresent();
    }

    private ReceiverEntry.Entered entered(ReceiverForm form, Receiver.@Nullable Target before, Ui ui) {
        ReceiverEntry entry = new ReceiverEntry(ui, form, data, before);
        return entry.read().orElseThrow(() -> new BadForm(entry.mistakes()));
    }

    private static ReceiverForm form(NewReceiverBody sent) {
        return new ReceiverForm(
                sent.kind(),
                sent.name(),
                sent.every(),
                orEmpty(sent.folder()),
                orEmpty(sent.url()),
                Boolean.TRUE.equals(sent.inside()) ? "1" : "",
                orEmpty(sent.vkey()),
                orEmpty(sent.host()),
                orEmpty(sent.port()),
                orEmpty(sent.security()),
                orEmpty(sent.user()),
                orEmpty(sent.password()),
                orEmpty(sent.from()),
                orEmpty(sent.to()),
                orEmpty(sent.language()));
    }

    private Answer<ReceiverBody> answer(Receiver receiver) {
        return Answer.of(body(receiver)).version(receiver.version());
    }

    private Answer<ReceiverWithSecretBody> withSecret(Receivers.WithSecret made) {
        Answer<ReceiverWithSecretBody> answer = Answer.of(
                        new ReceiverWithSecretBody(body(made.receiver()), made.secret()))
                .version(made.receiver().version());
        return made.secret().isEmpty() ? answer : answer.secret(made.secret());
    }

    private ReceiverBody body(Receiver receiver) {
        Optional<Delivery> last = store.latest(receiver.id(), 1).stream().findFirst();
        SortedMap<String, String> settings = receiver.target().values();
        String folder = settings.remove("path");
        if (folder != null) {
            settings.put("folder", folder);
        }
        return new ReceiverBody(
                receiver.id(),
                receiver.target().kind(),
                receiver.name(),
                receiver.every().id(),
                receiver.target().address(),
                settings,
                receiver.isPaused(),
                receiver.madeBy(),
                receiver.madeAt(),
                last.map(ReceiverApi::body).orElse(null),
                store.lastArrived(receiver).map(ReceiverViews::note).orElse(null),
                receiver.version());
    }

    private static SentBody body(Delivery delivery) {
        return new SentBody(
                delivery.at(),
                delivery.log(),
                delivery.size(),
                delivery.address(),
                delivery.arrived(),
                delivery.outcome().code(),
                delivery.byItself());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
