package dev.shisa.server.ledger;

/** A receiver of checkpoints as typed; which fields count depends on its kind. */
public record ReceiverForm(
        String kind,
        String name,
        String every,
        String folder,
        String url,
        String vkey,
        String host,
        String port,
        String security,
        String user,
        String password,
        String from,
        String to) {

    public ReceiverForm {
        kind = clean(kind);
        name = clean(name);
        every = clean(every);
        folder = clean(folder);
        url = clean(url);
        vkey = clean(vkey);
        host = clean(host);
        port = clean(port);
        security = clean(security);
        user = clean(user);
        password = password == null ? "" : password;
        from = clean(from);
        to = clean(to);
    }

    static ReceiverForm empty(String kind) {
        return new ReceiverForm(
                kind,
                "",
                Receiver.Every.DAY.id(),
                "",
                "",
                "",
                "",
                "587",
                Receiver.Security.STARTTLS.id(),
                "",
                "",
                "",
                "");
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
