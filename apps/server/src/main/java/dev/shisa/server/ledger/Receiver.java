package dev.shisa.server.ledger;

import dev.shisa.ledger.VerifierKey;
import dev.shisa.server.platform.outgoing.MailServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is sent checkpoints, so that the history of the ledger is held outside of this installation.
 *
 * @param name for people
 * @param every how often it is sent one by itself
 * @param madeBy the person's name at that time
 * @param since from when on it is to be sent to this address: when it was added, last got another one or was resumed
 * @param pausedAt null: it is sent to
 * @param version counts the edits
 */
record Receiver(
        UUID id,
        String name,
        Every every,
        Target target,
        Instant madeAt,
        String madeBy,
        Instant since,
        @Nullable Instant pausedAt,
        int version) {

    boolean isPaused() {
        return pausedAt != null;
    }

    /** How often. */
    enum Every {
        HOUR(Duration.ofHours(1)),
        SIX_HOURS(Duration.ofHours(6)),
        DAY(Duration.ofDays(1)),
        WEEK(Duration.ofDays(7));

        private final Duration duration;

        Every(Duration duration) {
            this.duration = duration;
        }

        Duration duration() {
            return duration;
        }

        long hours() {
            return duration.toHours();
        }

        /** In forms and messages: its hours. */
        String id() {
            return Long.toString(hours());
        }

        static Optional<Every> of(String id) {
            return Arrays.stream(values())
                    .filter(every -> every.id().equals(id))
                    .findFirst();
        }
    }

    /** Where to, and how. */
    sealed interface Target {

        /** In forms, messages and the database. */
        default String kind() {
            return switch (this) {
                case Folder folder -> "folder";
                case Webhook webhook -> "webhook";
                case Mail mail -> "mail";
                case Witness witness -> "witness";
            };
        }

        /** The one line by which people know it; another one is another holder. */
        default String address() {
            return switch (this) {
                case Folder(Path path) -> path.toString();
                case Webhook webhook -> webhook.uri().toString();
                case Mail mail -> mail.to();
                case Witness(URI uri, VerifierKey key, boolean inside) ->
                    "%s (%s+%08x)".formatted(uri, key.name(), key.id());
            };
        }

        /** For the database. */
        default SortedMap<String, String> values() {
            TreeMap<String, String> values = new TreeMap<>();
            switch (this) {
                case Folder(Path path) -> values.put("path", path.toString());
                case Webhook(URI uri, boolean inside) -> {
                    values.put("url", uri.toString());
                    inside(values, inside);
                }
                case Witness(URI uri, VerifierKey key, boolean inside) -> {
                    values.put("url", uri.toString());
                    values.put("vkey", key.toString());
                    inside(values, inside);
                }
                case Mail mail -> {
                    values.put("host", mail.host());
                    values.put("port", Integer.toString(mail.port()));
                    values.put("security", mail.security().id());
                    values.put("user", mail.user());
                    values.put("from", mail.from());
                    values.put("to", mail.to());
                    values.put("language", mail.language());
                }
            }
            return values;
        }

        static Target of(String kind, Map<String, String> values) {
            return switch (kind) {
                case "folder" -> new Folder(Path.of(value(values, "path")));
                case "webhook" -> new Webhook(URI.create(value(values, "url")), isInside(values));
                case "witness" ->
                    new Witness(
                            URI.create(value(values, "url")),
                            VerifierKey.parse(value(values, "vkey")),
                            isInside(values));
                case "mail" ->
                    new Mail(
                            value(values, "host"),
                            Integer.parseInt(value(values, "port")),
                            MailServer.Security.of(value(values, "security")).orElseThrow(),
                            value(values, "user"),
                            value(values, "from"),
                            value(values, "to"),
                            value(values, "language"));
                default -> throw new IllegalArgumentException("no kind of receiver: " + kind);
            };
        }

        private static void inside(Map<String, String> values, boolean inside) {
            if (inside) {
                values.put("inside", "1");
            }
        }

        private static boolean isInside(Map<String, String> values) {
            return "1".equals(values.get("inside"));
        }

        private static String value(Map<String, String> values, String name) {
            String value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("the receiver has no " + name);
            }
            return value;
        }
    }

    /** A folder outside of the data folder: another disk, or one that another machine shares. */
    record Folder(Path path) implements Target {}

    /**
     * Takes the checkpoint as the body of a signed POST (Standard Webhooks).
     *
     * @param inside whether it may lie within the own network or in this computer
     */
    record Webhook(URI uri, boolean inside) implements Target {}

    /**
     * Somebody who keeps mails.
     *
     * @param user empty: without signing in
     * @param language of the mail, {@code ja} or {@code en}
     */
    record Mail(
            String host, int port, MailServer.Security security, String user, String from, String to, String language)
            implements Target {

        MailServer server() {
            return new MailServer(host, port, security, user, from);
        }
    }

    /**
     * Cosigns a checkpoint that continues the last one (C2SP tlog-witness).
     *
     * @param inside whether it may lie within the own network or in this computer
     */
    record Witness(URI uri, VerifierKey key, boolean inside) implements Target {}
}
