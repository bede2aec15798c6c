package dev.shisa.server.evidence;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * A copy of a public web page as evidence that it said so on that day: the bytes as they came, with their hash, the
 * address at which they were found in the end, and the headers that date them. Addresses inside are refused; the
 * exceptions are the hosts of the setting {@code shisa.fetch.allow}.
 */
@Component
public class PageSnapshot {

    private static final Pattern TITLE =
            Pattern.compile("<title[^>]*>([^<]{1,300})</title", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** What a copy attempt gave. */
    public sealed interface Result {
        /**
         * A copy.
         *
         * @param record what belongs into {@link NewEvidence#record}
         * @param title of the page; its address when it has none
         */
        record Taken(String url, StoredFile file, String title, Map<String, String> record, Instant at)
                implements Result {
            public Taken {
                record = Map.copyOf(record);
            }
        }

        /**
         * No copy.
         *
         * @param reason end of the message key {@code evidence.page.<reason>}
         * @param what its argument: the host, the address or the HTTP status
         */
        record NotTaken(String reason, String what) implements Result {}
    }

    /** What a look at a page gave that somebody watches; nothing is stored. */
    public sealed interface Look {
        /**
         * The page is there.
         *
         * @param etag what to say at the next look; empty: nothing
         * @param lastModified the same
         */
        @SuppressWarnings("ArrayRecordComponent") // 20 MB are not copied for the sake of a record
        record There(String contentType, byte[] body, String etag, String lastModified) implements Look {}

        /** It is there, as it was. */
        record Same() implements Look {}

        /** It is there, and longer than anybody reads. */
        record TooLong() implements Look {}

        /**
         * It is not there.
         *
         * @param reason end of the message key {@code evidence.page.<reason>}
         * @param what its argument
         */
        record Missing(String reason, String what) implements Look {}

        /** It is an address that we do not go to, so nobody can say from here. */
        record Unasked(String reason, String what) implements Look {}
    }

    private final Blobs blobs;
    private final InstantSource clock;
    private final WebFetch web;

    PageSnapshot(Blobs blobs, InstantSource clock, @Value("${shisa.fetch.allow:}") String allowed) {
        this.blobs = blobs;
        this.clock = clock;
        this.web = new WebFetch(WebFetch.hosts(allowed));
    }

    /** Fetches a page and stores its bytes; takes up to twenty seconds. */
    public Result take(String address) {
        return switch (web.fetch(address)) {
            case WebFetch.Outcome.Fetched fetched -> keep(fetched);
            case WebFetch.Outcome.Same same ->
                throw new IllegalStateException("nobody said what is known of " + same.url());
            case WebFetch.Outcome.Dead dead -> new Result.NotTaken("dead", Integer.toString(dead.status()));
            case WebFetch.Outcome.Refused refused ->
                new Result.NotTaken(refused.reason().id(), refused.what());
            case WebFetch.Outcome.Failed failed ->
                new Result.NotTaken(failed.reason().id(), failed.what());
        };
    }

    /**
     * Looks whether a page is there, without keeping it; takes up to twenty seconds.
     *
     * @param etag of the last look; empty: none
     * @param lastModified of the last look; empty: none
     */
    public Look look(String address, String etag, String lastModified) {
        return switch (web.fetch(address, new WebFetch.Known(etag, lastModified))) {
            case WebFetch.Outcome.Fetched fetched ->
                fetched.body().length == 0
                        ? new Look.Missing("empty", fetched.url().getHost())
                        : new Look.There(
                                header(fetched, "content-type").orElse(""),
                                fetched.body(),
                                header(fetched, "etag").orElse(""),
                                header(fetched, "last-modified").orElse(""));
            case WebFetch.Outcome.Same _ -> new Look.Same();
            case WebFetch.Outcome.Dead dead -> new Look.Missing("dead", Integer.toString(dead.status()));
            case WebFetch.Outcome.Refused refused ->
                new Look.Unasked(refused.reason().id(), refused.what());
            case WebFetch.Outcome.Failed failed ->
                failed.reason() == WebFetch.Reason.TOO_LARGE
                        ? new Look.TooLong()
                        : new Look.Missing(failed.reason().id(), failed.what());
        };
    }

    private Result keep(WebFetch.Outcome.Fetched fetched) {
        if (fetched.body().length == 0) {
            return new Result.NotTaken("empty", fetched.url().getHost());
        }
        Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        StoredFile file = blobs.store(fetched.body(), fileName(fetched));
        Map<String, String> record = new LinkedHashMap<>();
        record.put(RecordField.FINAL_URL.id(), fetched.url().toString());
        record.put(RecordField.FETCHED_AT.id(), at.toString());
        record.put(RecordField.STATUS.id(), Integer.toString(fetched.status()));
        header(fetched, "content-type").ifPresent(v -> record.put(RecordField.CONTENT_TYPE.id(), v));
        header(fetched, "last-modified").ifPresent(v -> record.put(RecordField.LAST_MODIFIED.id(), v));
        header(fetched, "etag").ifPresent(v -> record.put(RecordField.ETAG.id(), v));
        return new Result.Taken(fetched.url().toString(), file, title(fetched, file), record, at);
    }

    private static Optional<String> header(WebFetch.Outcome.Fetched fetched, String name) {
        return Optional.ofNullable(fetched.headers().get(name))
                .map(v -> v.substring(0, Math.min(v.length(), 300)))
                .map(v -> v.replaceAll("\\p{Cntrl}", " "));
    }

    private static String fileName(WebFetch.Outcome.Fetched fetched) {
        URI url = fetched.url();
        String path = url.getPath() == null ? "" : url.getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        String type = fetched.headers().getOrDefault("content-type", "");
        String name = last.isEmpty() ? url.getHost() : url.getHost() + " " + last;
        boolean html = type.startsWith("text/html") || type.startsWith("application/xhtml");
        return html && !name.endsWith(".html") && !name.endsWith(".htm") ? name + ".html" : name;
    }

    private static String title(WebFetch.Outcome.Fetched fetched, StoredFile file) {
        if (MediaTypes.bare(file.mediaType()).equals("text/html")) {
            String charset = file.mediaType().replaceFirst(".*charset=", "");
            String start = new String(
                    fetched.body(),
                    0,
                    Math.min(fetched.body().length, 64 * 1024),
                    java.nio.charset.Charset.isSupported(charset)
                            ? java.nio.charset.Charset.forName(charset)
                            : StandardCharsets.UTF_8);
            Matcher matcher = TITLE.matcher(start);
            if (matcher.find()) {
                String title = matcher.group(1)
                        .replace("&amp;", "&")
                        .replace("&quot;", "\"")
                        .replace("&#39;", "'")
                        .replaceAll("[\\s\\p{Cntrl}]+", " ")
                        .strip();
                if (!title.isEmpty()) {
                    return title.substring(0, Math.min(title.length(), EvidenceLog.TITLE_CHARS_MAX));
                }
            }
        }
        String url = fetched.url().toString();
        return url.substring(0, Math.min(url.length(), EvidenceLog.TITLE_CHARS_MAX));
    }
}
