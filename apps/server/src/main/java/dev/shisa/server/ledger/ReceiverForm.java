package dev.shisa.server.ledger;

import dev.shisa.server.platform.outgoing.MailServer;
import java.util.Map;

/** A receiver of checkpoints as typed; which fields count depends on its kind. */
public record ReceiverForm(
        String kind,
        String name,
        String every,
        String folder,
        String url,
        String inside,
        String vkey,
        String host,
        String port,
        String security,
        String user,
        String password,
        String from,
        String to,
        String language) {

    public ReceiverForm {
        kind = clean(kind);
        name = clean(name);
        every = clean(every);
        folder = clean(folder);
        url = clean(url);
        inside = clean(inside);
        vkey = clean(vkey);
        host = clean(host);
        port = clean(port);
        security = clean(security);
        user = clean(user);
        password = password == null ? "" : password;
        from = clean(from);
        to = clean(to);
        language = clean(language);
    }

    static ReceiverForm empty(String kind, String language) {
        return of(
                kind,
                "",
                Receiver.Every.DAY,
                Map.of("port", "587", "security", MailServer.Security.STARTTLS.id(), "language", language));
    }

    /** As it is stored, without its secret. */
    static ReceiverForm of(Receiver receiver) {
        return of(
                receiver.target().kind(),
                receiver.name(),
                receiver.every(),
                receiver.target().values());
    }

    private static ReceiverForm of(String kind, String name, Receiver.Every every, Map<String, String> values) {
        return new ReceiverForm(
                kind,
                name,
                every.id(),
                values.getOrDefault("path", ""),
                values.getOrDefault("url", ""),
                values.getOrDefault("inside", ""),
                values.getOrDefault("vkey", ""),
                values.getOrDefault("host", ""),
                values.getOrDefault("port", ""),
                values.getOrDefault("security", ""),
                values.getOrDefault("user", ""),
                "",
                values.getOrDefault("from", ""),
                values.getOrDefault("to", ""),
                values.getOrDefault("language", ""));
    }

    private static String clean(String text) {
        return text == null ? "" : text.strip();
    }

    /** Never a secret. */
    @Override
    public String toString() {
        return kind + " " + name;
    }
}
