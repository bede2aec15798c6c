package dev.shisa.server.ledger;

import dev.shisa.ledger.LedgerException;
import dev.shisa.ledger.VerifierKey;
import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.outgoing.MailServerEntry;
import dev.shisa.server.platform.outgoing.OutsideHttp;
import dev.shisa.server.platform.outgoing.OwnNetwork;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a receiver of what was typed, or says which fields cannot be taken and why. */
final class ReceiverEntry {

    private static final int NAME_LENGTH_MAX = 100;
    private static final Set<String> LANGUAGES = Set.of("ja", "en");

    private final Ui ui;
    private final ReceiverForm form;
    private final Path data;
    private final Receiver.@Nullable Target before;
    private final Mistakes mistakes = new Mistakes();

    /**
     * @param data the data folder, in which no receiver may lie
     * @param before where a receiver is now that gets another address, null for a new one
     */
    ReceiverEntry(Ui ui, ReceiverForm form, Path data, Receiver.@Nullable Target before) {
        this.ui = ui;
        this.form = form;
        this.data = data;
        this.before = before;
    }

    /** What a receiver needs besides its id. */
    record Entered(String name, Receiver.Every every, Receiver.Target target) {}

    Mistakes mistakes() {
        return mistakes;
    }

    Optional<Entered> read() {
        if (form.name().isEmpty() || form.name().length() > NAME_LENGTH_MAX) {
            mistakes.add("name", ui.t("checkpoint.form.name.wrong", form.name().length(), NAME_LENGTH_MAX));
        }
        Receiver.Every every = Receiver.Every.of(form.every()).orElse(null);
        if (every == null) {
            mistakes.add("every", ui.t("checkpoint.form.every.wrong"));
        }
        Receiver.Target target = switch (form.kind()) {
            case "folder" -> folder();
            case "webhook" -> webhook();
            case "witness" -> witness();
            case "mail" -> mail();
            default -> null;
        };
        return every == null || target == null || !mistakes.none()
                ? Optional.empty()
                : Optional.of(new Entered(form.name(), every, target));
    }

    private Receiver.@Nullable Target folder() {
        try {
            Path folder = Path.of(form.folder()).normalize();
            if (form.folder().isEmpty() || !folder.isAbsolute()) {
                mistakes.add("folder", ui.t("checkpoint.form.folder.wrong"));
            } else if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
                mistakes.add("folder", ui.t("checkpoint.form.folder.not-writable", folder));
            } else if (folder.toRealPath().startsWith(data.toRealPath())) {
                mistakes.add("folder", ui.t("checkpoint.form.folder.inside", data));
            } else {
                return new Receiver.Folder(folder);
            }
        } catch (InvalidPathException e) {
            mistakes.add("folder", ui.t("checkpoint.form.folder.wrong"));
        } catch (IOException e) {
            mistakes.add("folder", ui.t("checkpoint.form.folder.not-writable", form.folder()));
        }
        return null;
    }

    private Receiver.@Nullable Target webhook() {
        URI uri = url();
        return uri == null ? null : new Receiver.Webhook(uri, isInside());
    }

    private Receiver.@Nullable Target witness() {
        URI uri = url();
        try {
            VerifierKey key = VerifierKey.parse(form.vkey());
            if (!key.type().isCosignature()) {
                mistakes.add("vkey", ui.t("checkpoint.form.vkey.log", key.name()));
            } else if (uri != null) {
                return new Receiver.Witness(uri, key, isInside());
            }
        } catch (LedgerException.Malformed e) {
            mistakes.add("vkey", ui.t("checkpoint.form.vkey.wrong"));
        }
        return null;
    }

    private boolean isInside() {
        return form.inside().equals("1");
    }

    private @Nullable URI url() {
        URI uri = OutsideHttp.address(form.url()).orElse(null);
        if (uri == null) {
            mistakes.add("url", ui.t("checkpoint.form.url.wrong"));
        } else if (!isInside() && OwnNetwork.saysWithin(uri.getHost())) {
            mistakes.add("url", ui.t("outgoing.inside.wrong", uri.getHost()));
        }
        return uri;
    }

    private Receiver.@Nullable Target mail() {
        MailServerEntry.address(ui, mistakes, "to", form.to());
        MailServer server = MailServerEntry.read(
                ui,
                mistakes,
                new MailServerEntry.Typed(
                        form.host(), form.port(), form.security(), form.user(), form.password(), form.from()),
                before instanceof Receiver.Mail mail ? mail.server() : null);
        if (!LANGUAGES.contains(form.language())) {
            mistakes.add("language", ui.t("checkpoint.form.language.choose"));
        }
        return mistakes.none() && server != null
                ? new Receiver.Mail(
                        server.host(),
                        server.port(),
                        server.security(),
                        server.user(),
                        server.from(),
                        form.to(),
                        form.language())
                : null;
    }
}
