package dev.shisa.server.evidence;

import dev.shisa.server.platform.office.DocumentPage;
import dev.shisa.server.platform.office.DocumentPage.Wanted;
import dev.shisa.server.platform.office.DocumentText;
import dev.shisa.server.platform.office.TextRefused;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.web.Ui;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Pages of stored files as they are shown beside a form. What a file is, its bytes have said; how it is read is bounded by its reader, and
 * a file that cannot be shown ends with a sentence. The last few pages are kept, since a page and its frame both ask for them, and so is
 * that a file cannot be read, which is often only known after half a minute.
 */
@Component
class Viewer {

    /** A picture is shown as large as a page. */
    private static final int EDGE_PX = 1_600;

    /** Of a text; a log of more is saved and searched elsewhere. */
    private static final int TEXT_BYTES_MAX = 8 << 20;

    /** What is kept: so many pages, of which no more than so many bytes. */
    private static final int KEPT_MAX = 32;

    private static final long KEPT_BYTES_MAX = 24L << 20;

    private final Blobs blobs;
    private final Previews previews;
    private final LinkedHashMap<Key, Look> kept = new LinkedHashMap<>(KEPT_MAX, 0.75f, true);

    Viewer(Blobs blobs, Previews previews) {
        this.blobs = blobs;
        this.previews = previews;
    }

    /** What is seen of a file. */
    sealed interface Look {
        /** One page of it. */
        record Page(DocumentPage page) implements Look {}

        /** Why not, as a message with its arguments. */
        record Not(String key, List<Object> args) implements Look {
            public Not {
                args = List.copyOf(args);
            }

            String in(Ui ui) {
                return ui.t(key, args.toArray());
            }
        }
    }

    /** Whether there is a reader for files of its kind. */
    static boolean shows(StoredFile file) {
        return Previews.has(file)
                || MediaTypes.document(file.mediaType()).isPresent()
                || MediaTypes.isText(file.mediaType());
    }

    /**
     * The file of a piece of evidence beside it; null when it has none.
     *
     * @param number of the page; below 1: the one that its place names
     */
    @Nullable
    Beside beside(EvidenceDetails evidence, int number, Ui ui) {
        StoredFile file = evidence.file();
        Wanted wanted = number < 1 ? Wanted.at(evidence.summary().place()) : Wanted.page(number);
        return file == null
                ? null
                : Beside.of(file, "/evidence/" + evidence.code() + "/page?n=", look(file, wanted), ui);
    }

    private record Key(String sha256, String mediaType, int number) {}

    Look look(StoredFile file, Wanted wanted) {
        Key key = new Key(file.sha256(), file.mediaType(), wanted.number());
        Look before = wanted.place().isEmpty() ? kept(key) : null;
        if (before != null) {
            return before;
        }
        Look look = read(file, wanted);
        switch (look) {
            case Look.Page(DocumentPage page) -> keep(new Key(file.sha256(), file.mediaType(), page.number()), look);
            case Look.Not(String why, List<Object> args) -> {
                if (!why.endsWith(".busy")) {
                    keep(key, look);
                }
            }
        }
        return look;
    }

    private Look read(StoredFile file, Wanted wanted) {
        if (!blobs.isThere(file)) {
            return new Look.Not("error.evidence.file.gone", List.of(file.fileName(), file.sha256()));
        }
        try {
            return page(file, wanted)
                    .<Look>map(Look.Page::new)
                    .orElseGet(() -> new Look.Not("evidence.view.none", List.of(file.fileName())));
        } catch (TextRefused e) {
            return new Look.Not(e.key(), List.of(e.args()));
        } catch (WorkbookRefused e) {
            return new Look.Not(e.key(), List.of(e.args()));
        } catch (IOException e) {
            throw new UncheckedIOException("the content " + file.sha256() + " cannot be read", e);
        }
    }

    private Optional<DocumentPage> page(StoredFile file, Wanted wanted) throws IOException {
        if (Previews.has(file)) {
            byte[] png = previews.png(file, EDGE_PX).orElseThrow(() -> new TextRefused("picture"));
            return Optional.of(new DocumentPage(1, 1, false, new DocumentPage.Picture(png), List.of()));
        }
        Optional<DocumentPage.Kind> kind = MediaTypes.document(file.mediaType());
        if (kind.isPresent()) {
            try (InputStream in = blobs.open(file.sha256())) {
                byte[] bytes = in.readNBytes(DocumentText.BYTES_MAX + 1);
                return Optional.of(DocumentPage.read(kind.get(), bytes, wanted));
            }
        }
        return MediaTypes.isText(file.mediaType()) ? Optional.of(text(file, wanted)) : Optional.empty();
    }

    private DocumentPage text(StoredFile file, Wanted wanted) throws IOException {
        MediaType type = MediaType.parseMediaType(file.mediaType());
        Charset charset = Optional.ofNullable(type.getCharset()).orElse(java.nio.charset.StandardCharsets.UTF_8);
        try (InputStream in = blobs.open(file.sha256())) {
            byte[] bytes = in.readNBytes(TEXT_BYTES_MAX);
            String text = new String(bytes, charset);
            return DocumentPage.ofText(
                    text.startsWith("\uFEFF") ? text.substring(1) : text, file.sizeBytes() > bytes.length, wanted);
        }
    }

    private @Nullable Look kept(Key key) {
        synchronized (kept) {
            return kept.get(key);
        }
    }

    private void keep(Key key, Look look) {
        synchronized (kept) {
            kept.put(key, look);
            long bytes = kept.values().stream().mapToLong(Viewer::bytes).sum();
            while (kept.size() > KEPT_MAX || (bytes > KEPT_BYTES_MAX && kept.size() > 1)) {
                Map.Entry<Key, Look> eldest = kept.pollFirstEntry();
                bytes -= eldest == null ? 0 : bytes(eldest.getValue());
            }
        }
    }

    private static long bytes(Look look) {
        return switch (look) {
            case Look.Not not -> 0;
            case Look.Page(DocumentPage page) ->
                switch (page.content()) {
                    case DocumentPage.Picture(byte[] png) -> png.length;
                    case DocumentPage.Words words ->
                        words.lines().stream().mapToLong(String::length).sum() * 2;
                    case DocumentPage.Cells cells ->
                        cells.rows().stream()
                                        .flatMap(row -> row.cells().stream())
                                        .mapToLong(String::length)
                                        .sum()
                                * 2;
                };
        };
    }
}
