package dev.shisa.server.portal;

import dev.shisa.server.advisory.SigningKeys;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.PublicFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.platform.web.UiFactory;
import gg.jte.TemplateEngine;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * All public files as they stand, in memory. What they say is read at one moment ({@link PublicData}), each page is made when it is
 * first asked for and then kept ({@link PublicPages}), so however many readers there are, the database is asked at most once a
 * second whether anything has happened at all: the records of the ledger tell, since every act has one.
 * Meanwhile everybody reads what there is; only the first reader after a change waits for nobody else.
 */
@Component
class PublicSite {

    static final String ROOT = "/public/";
    static final String PROVIDER = "/.well-known/csaf/";
    static final String SECURITY = "/.well-known/security.txt";

    /** Between two looks whether something has happened. */
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private static final int SEARCHES_MAX = 60;
    private static final Duration SEARCHES_WINDOW = Duration.ofMinutes(1);

    private final PublicData data;
    private final PortalFrames frames;
    private final SigningKeys keys;
    private final LedgerOutbox ledger;
    private final UiFactory uis;
    private final TemplateEngine templates;
    private final RateLimits limits;
    private final InstantSource clock;

    private final ReentrantLock renewal = new ReentrantLock();
    private volatile @Nullable State state;
    private volatile Host host = Host.UNKNOWN;

    /** @param lookedNanos null: nobody has looked */
    private record Host(String name, @Nullable Long lookedNanos) {
        static final Host UNKNOWN = new Host("", null);
    }

    private record State(LedgerOutbox.Moment seen, LocalDate day, PublicPages pages, long lookedNanos) {}

    PublicSite(
            PublicData data,
            PortalFrames frames,
            SigningKeys keys,
            LedgerOutbox ledger,
            UiFactory uis,
            TemplateEngine templates,
            RateLimits limits,
            InstantSource clock) {
        this.data = data;
        this.frames = frames;
        this.keys = keys;
        this.ledger = ledger;
        this.uis = uis;
        this.templates = templates;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * What an address has.
     *
     * @param negotiated whether the browser's language chose it
     */
    record Found(PublicFile file, int status, boolean negotiated) {}

    /**
     * The host under which nothing but the public pages answers; empty: there is none. Every request asks, also those of people, so
     * the pages are not renewed for it; while the database does not answer it is what it was.
     */
    String ownHost() {
        Host known = host;
        Long looked = known.lookedNanos();
        if (looked != null && System.nanoTime() - looked < LOOK_NANOS) {
            return known.name();
        }
        String name = known.name();
        try {
            name = data.ownHost();
        } catch (DataAccessException | TransactionException e) {
            // It is looked for again.
        }
        host = new Host(name, System.nanoTime());
        return name;
    }

    /**
     * The file of an address, or the page that says that there is none.
     *
     * @param language for addresses that do not name one
     * @param query what is searched for; null: nothing
     * @param from who asks
     */
    Found find(String path, String language, @Nullable String query, Source from) {
        PublicPages pages = pages();
        if (pages == null) {
            return new Found(PublicFile.text("503\n", "text/plain;charset=UTF-8"), 503, false);
        }
        if (!pages.isOn()) {
            return new Found(pages.closed(language), 404, true);
        }
        if (path.startsWith(PROVIDER) || path.equals(SECURITY)) {
            return pages.file(path)
                    .map(file -> new Found(file, 200, false))
                    .orElseGet(() -> new Found(PublicFile.text("404\n", "text/plain;charset=UTF-8"), 404, false));
        }
        if (!path.startsWith(ROOT) && !path.equals("/public")) {
            // Under the portal's own name, where nothing else answers.
            return new Found(pages.missing(language), 404, true);
        }
        boolean negotiated = !path.startsWith(ROOT + "ja/") && !path.startsWith(ROOT + "en/");
        String below = path.length() <= ROOT.length() ? "" : path.substring(ROOT.length());
        Optional<PublicFile> plain = negotiated ? pages.file(path) : Optional.empty();
        if (plain.isPresent()) {
            return new Found(plain.get(), 200, false);
        }
        String whole = negotiated ? ROOT + language + "/" + below : path;
        String folder =
                whole.endsWith("/") || whole.substring(whole.lastIndexOf('/')).contains(".") ? whole : whole + "/";
        if (query != null && !query.isBlank() && folder.endsWith("/advisories/")) {
            try {
                limits.knock("portal", from, SEARCHES_MAX, SEARCHES_WINDOW);
            } catch (Problem e) {
                return new Found(PublicFile.text("429\n", "text/plain;charset=UTF-8"), e.status(), false);
            }
            return new Found(
                    pages.search(query, negotiated ? language : whole.substring(ROOT.length(), ROOT.length() + 2)),
                    200,
                    negotiated);
        }
        return pages.file(folder)
                .or(() -> pages.file(folder.toLowerCase(Locale.ROOT)))
                .map(file -> new Found(file, 200, negotiated))
                .orElseGet(() -> new Found(
                        pages.missing(negotiated ? language : whole.substring(ROOT.length(), ROOT.length() + 2)),
                        404,
                        negotiated));
    }

    /** Every file, by its address, for the maker's own web server. */
    SortedMap<String, byte[]> all() {
        PublicPages pages = renewed();
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (String path : pages.paths()) {
            pages.file(path)
                    .ifPresent(file -> files.put(path.endsWith("/") ? path + "index.html" : path, file.bytes()));
        }
        return files;
    }

    /** What is shown now, whatever was looked at a moment ago. */
    PublicPages renewed() {
        host = Host.UNKNOWN;
        renewal.lock();
        try {
            return renew();
        } finally {
            renewal.unlock();
        }
    }

    /** Whoever reads next looks whether something has happened, however lately somebody else did. */
    void lookAgain() {
        State present = state;
        if (present != null) {
            state = new State(present.seen(), present.day(), present.pages(), System.nanoTime() - LOOK_NANOS);
        }
    }

    /** What was shown last when the database does not answer now; null: nothing was ever read. */
    private @Nullable PublicPages pages() {
        State present = state;
        if (present != null && System.nanoTime() - present.lookedNanos() < LOOK_NANOS) {
            return present.pages();
        }
        if (present != null && !renewal.tryLock()) {
            return present.pages();
        }
        if (present == null) {
            renewal.lock();
        }
        try {
            return renew();
        } catch (DataAccessException | TransactionException e) {
            if (present == null) {
                return null;
            }
            state = new State(present.seen(), present.day(), present.pages(), System.nanoTime());
            return present.pages();
        } finally {
            renewal.unlock();
        }
    }

    /** Held by {@link #renewal}. */
    private PublicPages renew() {
        State present = state;
        LedgerOutbox.Moment seen = ledger.look(present == null ? null : present.seen());
        LocalDate today = clock.instant().atZone(Ui.ZONE).toLocalDate();
        PublicPages pages = present != null && !seen.news() && present.day().equals(today)
                ? present.pages()
                : new PublicPages(
                        data.read(present == null ? null : present.pages().read()), frames, keys, this::ui, templates);
        state = new State(seen, today, pages, System.nanoTime());
        return pages;
    }

    private Ui ui(String language) {
        return uis.forEverybody(language.equals("en") ? Locale.ENGLISH : Locale.JAPANESE, ROOT + language + "/");
    }
}
