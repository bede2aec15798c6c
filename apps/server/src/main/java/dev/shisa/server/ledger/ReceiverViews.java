package dev.shisa.server.ledger;

import dev.shisa.server.platform.outgoing.Outcome;
import dev.shisa.server.platform.web.Ui;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts receivers of checkpoints, and what became of each sending, into words. */
@Component
class ReceiverViews {

    private static final int SENT_SHOWN = 30;

    /** The fields of a receiver in the order of the form; never its secret. */
    private static final List<Field> FIELDS = List.of(
            new Field("name", ReceiverForm::name, ""),
            new Field("folder", ReceiverForm::folder, ""),
            new Field("url", ReceiverForm::url, ""),
            new Field("vkey", ReceiverForm::vkey, ""),
            new Field("to", ReceiverForm::to, ""),
            new Field("from", ReceiverForm::from, ""),
            new Field("host", ReceiverForm::host, ""),
            new Field("port", ReceiverForm::port, ""),
            new Field("security", ReceiverForm::security, "checkpoint.form.security."),
            new Field("user", ReceiverForm::user, ""),
            new Field("language", ReceiverForm::language, "checkpoint.form.language."),
            new Field("every", ReceiverForm::every, "checkpoint.every."));

    /**
     * One field of the form.
     *
     * @param keys what the messages of its values begin with, or empty where a value speaks for itself
     */
    private record Field(String id, Function<ReceiverForm, String> value, String keys) {

        String words(Ui ui, ReceiverForm form) {
            String text = value.apply(form);
            return keys.isEmpty() || text.isEmpty() ? text : ui.t(keys + text);
        }
    }

    private final ReceiverStore store;
    private final CheckpointSchedule schedule;

    ReceiverViews(ReceiverStore store, CheckpointSchedule schedule) {
        this.store = store;
        this.schedule = schedule;
    }

    static String href(Receiver receiver) {
        return CheckpointPages.PATH + "/" + receiver.id();
    }

    CheckpointView.Row row(Ui ui, Receiver receiver) {
        // What went to another address says nothing of this one.
        Optional<Delivery> last = store.latest(receiver.id(), 1).stream()
                .filter(delivery -> wentTo(receiver, delivery))
                .findFirst();
        String state = receiver.isPaused()
                ? "not-applicable"
                : last.map(delivery -> delivery.arrived() ? "met" : "not-met").orElse("unknown");
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
                            case "not-applicable" -> "checkpoint.paused";
                            default -> "checkpoint.not-yet";
                        }),
                last.map(delivery -> words(ui, delivery)).orElseGet(() -> ui.t("checkpoint.outcome.none")),
                last.filter(delivery -> !delivery.arrived())
                        .map(delivery -> fix(ui, delivery))
                        .orElse(null),
                store.lastArrived(receiver)
                        .map(held -> ui.t("checkpoint.held", ui.minute(held.at()), held.size()))
                        .orElse(""),
                receiver.pausedAt() == null
                        ? schedule.next(receiver.id()).map(ui::minute).orElse("")
                        : ui.t("checkpoint.paused.since", ui.minute(receiver.pausedAt())),
                receiver.isPaused(),
                ui.t("checkpoint.made", ui.minute(receiver.madeAt()), receiver.madeBy()));
    }

    CheckpointView.One one(Ui ui, Receiver receiver) {
        return new CheckpointView.One(
                row(ui, receiver),
                receiver.version(),
                sent(ui, receiver, SENT_SHOWN),
                store.lastArrived(receiver).map(ReceiverViews::note).orElse(null),
                receiver.target() instanceof Receiver.Mail mail
                        ? ui.t(
                                "checkpoint.server",
                                mail.host(),
                                Integer.toString(mail.port()),
                                ui.t("checkpoint.form.security."
                                        + mail.security().id()))
                        : null,
                receiver.target() instanceof Receiver.Witness witness
                        ? witness.key().toString()
                        : null,
                receiver.target() instanceof Receiver.Webhook);
    }

    /** What became of the latest sendings, the latest first. */
    List<CheckpointView.Sent> sent(Ui ui, Receiver receiver, int most) {
        return store.latest(receiver.id(), most).stream()
                .map(delivery -> sent(ui, receiver, delivery))
                .toList();
    }

    private static CheckpointView.Sent sent(Ui ui, Receiver receiver, Delivery delivery) {
        return new CheckpointView.Sent(
                ui.second(delivery.at()),
                ui.t(delivery.byItself() ? "checkpoint.by.itself" : "checkpoint.by.hand"),
                ui.t("checkpoint.size", delivery.size()),
                delivery.arrived() ? "met" : "not-met",
                ui.t(delivery.arrived() ? "checkpoint.arrived" : "checkpoint.not-arrived"),
                words(ui, delivery),
                wentTo(receiver, delivery) ? "" : ui.t("checkpoint.sent.elsewhere", delivery.address()));
    }

    /** What somebody else stored meanwhile beside what was typed, field by field. */
    List<CheckpointView.Difference> differences(Ui ui, ReceiverForm theirs, ReceiverForm yours) {
        return FIELDS.stream()
                .filter(field ->
                        !field.value().apply(theirs).equals(field.value().apply(yours)))
                .map(field -> new CheckpointView.Difference(
                        ui.t("checkpoint.form." + field.id()), field.words(ui, theirs), field.words(ui, yours)))
                .toList();
    }

    private static boolean wentTo(Receiver receiver, Delivery delivery) {
        return delivery.address().equals(receiver.target().address());
    }

    static String note(Delivery delivery) {
        return delivery.outcome() instanceof Outcome.Arrived(String note) ? note : "";
    }

    private static String words(Ui ui, Delivery delivery) {
        return ui.t("outgoing.outcome." + delivery.outcome().code(), args(delivery));
    }

    private static @Nullable String fix(Ui ui, Delivery delivery) {
        return ui.t("outgoing.outcome." + delivery.outcome().code() + ".fix", args(delivery));
    }

    private static Object[] args(Delivery delivery) {
        return delivery.outcome().args().toArray();
    }
}
