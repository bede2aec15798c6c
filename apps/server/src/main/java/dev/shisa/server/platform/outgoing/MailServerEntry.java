package dev.shisa.server.platform.outgoing;

import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a mail server of what was typed, or says which fields cannot be taken and why. */
public final class MailServerEntry {

    public static final int TEXT_CHARS_MAX = 254;
    private static final int PORT_MAX = 65_535;
    private static final Set<String> THIS_COMPUTER = Set.of("localhost", "127.0.0.1", "::1");

    private MailServerEntry() {}

    /** A mail server as typed. */
    public record Typed(String host, String port, String security, String user, String password, String from) {

        /** Never the password. */
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * Reads it.
     *
     * @param before the server as it is now, whose password is kept, null: there is none
     * @return null if a mistake was found
     */
    public static @Nullable MailServer read(Ui ui, Mistakes mistakes, Typed typed, @Nullable MailServer before) {
        int found = mistakes.list().size();
        address(ui, mistakes, "from", typed.from());
        MailServer.Security security = MailServer.Security.of(typed.security()).orElse(null);
        if (!typed.host().matches("[A-Za-z0-9.:-]{1,253}")) {
            mistakes.add("host", ui.t("outgoing.mail.host.wrong"));
        }
        int port = typed.port().matches("[0-9]{1,5}") ? Integer.parseInt(typed.port()) : 0;
        if (port < 1 || port > PORT_MAX) {
            mistakes.add("port", ui.t("outgoing.mail.port.wrong", typed.port()));
        }
        if (security == null) {
            mistakes.add("security", ui.t("outgoing.mail.security.choose"));
        } else if (security == MailServer.Security.NONE && !THIS_COMPUTER.contains(typed.host())) {
            mistakes.add("security", ui.t("outgoing.mail.security.plain"));
        }
        if (typed.user().length() > TEXT_CHARS_MAX) {
            mistakes.add("user", ui.t("outgoing.mail.text.long", typed.user().length(), TEXT_CHARS_MAX));
        }
        password(ui, mistakes, typed, before);
        return security == null || mistakes.list().size() > found
                ? null
                : new MailServer(typed.host(), port, security, typed.user(), typed.from());
    }

    /** Notes a mistake if this is not one mail address. */
    public static void address(Ui ui, Mistakes mistakes, String field, String text) {
        if (text.length() > TEXT_CHARS_MAX || !MailServer.isAddress(text)) {
            mistakes.add(field, ui.t("outgoing.mail.address.wrong"));
        }
    }

    private static void password(Ui ui, Mistakes mistakes, Typed typed, @Nullable MailServer before) {
        String password = typed.password();
        boolean kept = before != null && !before.user().isEmpty();
        if (password.length() > TEXT_CHARS_MAX
                || password.chars().anyMatch(Character::isISOControl)
                || (!typed.user().isEmpty() && password.isEmpty() && !kept)) {
            mistakes.add("password", ui.t("outgoing.mail.password.wrong", TEXT_CHARS_MAX));
        } else if (!typed.user().isEmpty() && password.isEmpty() && !signsInAsBefore(typed, before)) {
            mistakes.add("password", ui.t("outgoing.mail.password.again"));
        }
    }

    /** A password that is kept goes to the server for which it was entered, and to no other. */
    private static boolean signsInAsBefore(Typed typed, @Nullable MailServer before) {
        return before != null
                && before.host().equals(typed.host())
                && Integer.toString(before.port()).equals(typed.port())
                && before.security().id().equals(typed.security())
                && before.user().equals(typed.user());
    }
}
