package dev.shisa.server.platform.account;

import dev.shisa.server.platform.admin.AdminClient;
import dev.shisa.server.platform.admin.AdminReply;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code shisa user …} in the terminal. Plain Java, so that it answers at once. */
public final class UserCli {

    private UserCli() {}

    public static void main(String[] args) {
        run(args, Locale.getDefault()).printAndExit();
    }

    /** What {@link #main} prints. */
    public static AdminReply run(String[] args, Locale locale) {
        AdminClient.Words typed = AdminClient.Words.of(args);
        List<String> words = typed.words();
        boolean forSomebody = words.size() == 3
                && words.getFirst().equals("user")
                && Set.of("reset", "second-factor-off", "second-factor-roles").contains(words.get(1));
        if (!forSomebody && !words.equals(List.of("user", "list"))) {
            return new AdminReply(AdminReply.WRONG_USAGE, new Messages().get(locale, "account.command.usage"));
        }
        try {
            return AdminClient.ask(typed.data(), String.join(" ", words), locale);
        } catch (IOException e) {
            return AdminClient.unreachable(typed.data(), e, locale);
        }
    }
}
