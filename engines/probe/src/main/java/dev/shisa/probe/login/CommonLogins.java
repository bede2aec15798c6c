package dev.shisa.probe.login;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Factory values that everybody knows. */
public final class CommonLogins {

    /** A name with its password. */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return user;
        }
    }

    static final List<Login> PAIRS = lines("common-logins.txt").stream()
            .map(line -> line.split("\t", -1))
            .map(parts -> new Login(parts[0], parts.length > 1 ? parts[1] : ""))
            .toList();
    static final List<Login> COMMUNITIES =
            lines("communities.txt").stream().map(line -> new Login("", line)).toList();

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

    private static List<String> lines(String name) {
        try (InputStream in =
                Objects.requireNonNull(CommonLogins.class.getResourceAsStream("/dev/shisa/probe/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
