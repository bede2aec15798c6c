package dev.shisa.probe.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passwords that follow from what a device tells everybody: its serial number, hardware address, model or name, as a
 * whole, in part, reversed, or hashed. What is compared offline costs the device no try.
 */
public final class Derivable {

    private static final int IDENTIFIERS_MAX = 400;
    private static final int TAIL_MIN = 4;
    private static final int CONTAINED_MIN = 6;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9:_.-]{2,38})[A-Za-z0-9]");
    private static final Pattern UNIT = Pattern.compile(
            "(?i)(?<![A-Za-z])(?:serial(?:[ _-]?(?:no|number|num))?|s/?n|mac(?:[ _-]?addr(?:ess)?)?|unit[ _-]?id|device[ _-]?id|hwaddr|deviceid)"
                    + "[\"']?\\s*(?:[:=>]|\\bis\\b)\\s*[\"']?([A-Za-z0-9](?:[A-Za-z0-9:_-]{2,38})[A-Za-z0-9])");
    private static final Pattern HARDWARE = Pattern.compile("(?i)\\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\\b");
    private static final List<String> ENDINGS =
            List.of("1", "12", "123", "1234", "12345", "01", "!", "#", "2024", "2025", "2026");

    private Derivable() {}

    /** Values that name this one unit. */
    public static Set<String> unitIdentifiers(Collection<String> told) {
        Set<String> found = new LinkedHashSet<>();
        for (String text : told) {
            for (Pattern pattern : List.of(UNIT, HARDWARE)) {
                Matcher matcher = pattern.matcher(text);
                while (matcher.find() && found.size() < IDENTIFIERS_MAX) {
                    found.add(matcher.groupCount() > 0 ? matcher.group(1) : matcher.group());
                }
            }
        }
        return found;
    }

    /** From which identifier this password follows; empty if from none that is known. */
    public static Optional<String> source(String user, String password, Collection<String> told) {
        if (password.length() < TAIL_MIN) {
            return Optional.empty();
        }
        Set<String> identifiers = new LinkedHashSet<>(unitIdentifiers(told));
        for (String text : told) {
            Matcher matcher = TOKEN.matcher(text);
            while (matcher.find() && identifiers.size() < IDENTIFIERS_MAX) {
                identifiers.add(matcher.group());
            }
        }
        String wanted = password.toLowerCase(Locale.ROOT);
        for (String identifier : identifiers) {
            if (follows(wanted, identifier, user)) {
                return Optional.of(identifier);
            }
        }
        return Optional.empty();
    }

    private static boolean follows(String wanted, String identifier, String user) {
        if (candidates(identifier, user).stream()
                .anyMatch(c -> c.toLowerCase(Locale.ROOT).equals(wanted))) {
            return true;
        }
        String bare = bare(identifier).toLowerCase(Locale.ROOT);
        boolean hasDigit = bare.chars().anyMatch(Character::isDigit);
        String tail = bare.substring(Math.max(0, bare.length() - CONTAINED_MIN));
        return hasDigit && tail.length() == CONTAINED_MIN && bare(wanted).contains(tail);
    }

    /** What a maker might have made of an identifier, likeliest first. */
    static List<String> candidates(String identifier, String user) {
        Set<String> all = new LinkedHashSet<>();
        String bare = bare(identifier);
        for (String text : List.of(identifier, bare, bare.toLowerCase(Locale.ROOT), bare.toUpperCase(Locale.ROOT))) {
            all.add(text);
            for (int length : new int[] {6, 8, 4, 5, 7, 10, 12}) {
                if (text.length() > length) {
                    String tail = text.substring(text.length() - length);
                    all.add(tail);
                    all.add(user + tail);
                    all.add(text.substring(0, length));
                }
            }
            all.add(user + text);
            all.add(new StringBuilder(text).reverse().toString());
            all.add(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
            ENDINGS.forEach(ending -> all.add(text + ending));
            for (String algorithm : List.of("MD5", "SHA-1", "SHA-256")) {
                String hash = hash(algorithm, text);
                for (int length : new int[] {6, 8, 10, 12, 16, hash.length()}) {
                    all.add(hash.substring(0, length));
                    all.add(hash.substring(hash.length() - length));
                }
            }
        }
        all.removeIf(text -> text.length() < TAIL_MIN);
        return new ArrayList<>(all);
    }

    private static String bare(String text) {
        return text.replaceAll("[:_.-]", "");
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }
}
