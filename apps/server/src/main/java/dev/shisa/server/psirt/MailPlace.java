package dev.shisa.server.psirt;

import dev.shisa.server.platform.outgoing.MailServer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mail address in what somebody wrote as a contact. */
final class MailPlace {

    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8}");

    private MailPlace() {}

    /** Empty: there is none, or several, so that nobody can tell which is meant. */
    static Optional<String> in(String contact) {
        Set<String> found = new HashSet<>();
        for (Matcher each = ADDRESS.matcher(contact); each.find(); ) {
            found.add(each.group());
        }
        return found.size() == 1 ? found.stream().filter(MailServer::isAddress).findFirst() : Optional.empty();
    }

    /** Whether two are the same for people; mail servers do not tell capital letters apart. */
    static boolean same(String one, String other) {
        return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }
}
