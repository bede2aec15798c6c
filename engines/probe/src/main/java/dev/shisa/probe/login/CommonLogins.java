package dev.shisa.probe.login;

import dev.shisa.probe.run.Listed;
import java.util.List;

/** Factory values that everybody knows. */
public final class CommonLogins {

    /** A name with its password. */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return user;
        }
    }

    static final List<Login> PAIRS = Listed.lines("common-logins.txt").stream()
            .map(line -> line.split("\t", -1))
            .map(parts -> new Login(parts[0], parts.length > 1 ? parts[1] : ""))
            .toList();
    static final List<Login> COMMUNITIES = Listed.lines("communities.txt").stream()
            .map(line -> new Login("", line))
            .toList();

    private CommonLogins() {}

    /** Whether a password is one of those, or no more than its user's name or a row of keys. */
    public static boolean isCommon(String user, String password) {
        return password.isEmpty()
                || password.equalsIgnoreCase(user)
                || PAIRS.stream().anyMatch(p -> p.password().equalsIgnoreCase(password))
                || COMMUNITIES.stream().anyMatch(p -> p.password().equalsIgnoreCase(password))
                || password.chars().distinct().count() == 1
                || "01234567890123456789".contains(password)
                || "98765432109876543210".contains(password)
                || "abcdefghijklmnopqrstuvwxyz".contains(password)
                || "qwertyuiop".contains(password);
    }
}
