package dev.shisa.server.application;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.PageSnapshot;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.office.DocumentText;
import dev.shisa.server.platform.office.TextRefused;
import dev.shisa.server.product.Series;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Texts that speak of the label, looked through and kept with what was found: pasted, fetched from a page, or as a file. */
@Service
class Claims {

    /** A brochure in Word has some megabytes of pictures. */
    static final int FILE_BYTES_MAX = 20 << 20;

    private final Journals journals;
    private final Blobs blobs;
    private final PageSnapshot pages;
    private final TransactionTemplate transaction;

    Claims(Journals journals, Blobs blobs, PageSnapshot pages, TransactionTemplate transaction) {
        this.journals = journals;
        this.blobs = blobs;
        this.pages = pages;
        this.transaction = transaction;
    }

    /** What came of asking for a check. */
    sealed interface Outcome {
        /** It was checked and kept. */
        record Checked(Entry entry) implements Outcome {}

        /** It could not be read: the message key and its arguments. */
        record Unread(String key, List<Object> args) implements Outcome {
            public Unread {
                args = List.copyOf(args);
            }
        }
    }

    Outcome ofText(Series series, String name, String text, Person person) {
        StoredFile file = blobs.store(text.getBytes(StandardCharsets.UTF_8), "text.txt");
        return kept(series, name, "text", "", text, file, person);
    }

    Outcome ofFile(Series series, String name, byte[] bytes, String fileName, Person person) {
        if (isPdf(bytes)) {
            try {
                String text = DocumentText.read(bytes).whole();
                StoredFile file = blobs.store(bytes, fileName);
                return kept(series, name.isBlank() ? file.fileName() : name, "file", "", text, file, person);
            } catch (TextRefused refused) {
                return new Outcome.Unread(refused.key(), List.of(refused.args()));
            }
        }
        StoredFile file = blobs.store(bytes, fileName);
        return PageText.of(bytes, file.fileName(), file.mediaType())
                .map(text -> kept(series, name.isBlank() ? file.fileName() : name, "file", "", text, file, person))
                .orElseGet(() -> new Outcome.Unread("claims.unread", List.of(file.fileName())));
    }

    private static boolean isPdf(byte[] bytes) {
        return bytes.length > 4 && bytes[0] == '%' && bytes[1] == 'P' && bytes[2] == 'D' && bytes[3] == 'F';
    }

    /** Asks for a page by the way that copies of pages go: public addresses only, in a bounded time. */
    Outcome ofPage(Series series, String name, String address, Person person) {
        return switch (pages.take(address)) {
            case PageSnapshot.Result.NotTaken(String reason, String what) ->
                new Outcome.Unread("evidence.page." + reason, List.of(what));
            case PageSnapshot.Result.Taken taken -> {
                StoredFile file = taken.file();
                try (InputStream in = blobs.open(file.sha256())) {
                    byte[] bytes = in.readNBytes(FILE_BYTES_MAX);
                    yield PageText.of(bytes, file.fileName(), file.mediaType())
                            .map(text -> kept(
                                    series,
                                    name.isBlank() ? taken.title() : name,
                                    "page",
                                    taken.url(),
                                    text,
                                    file,
                                    person))
                            .orElseGet(() -> new Outcome.Unread("claims.unread", List.of(file.fileName())));
                } catch (IOException e) {
                    throw new UncheckedIOException("the copy of the page could not be read", e);
                }
            }
        };
    }

    private Outcome kept(
            Series series, String name, String source, String address, String text, StoredFile file, Person person) {
        ClaimCheck.Result result = ClaimCheck.of(text);
        List<SortedMap<String, String>> rows = new ArrayList<>();
        rows.add(Entry.row(
                "what", "looked", "chars", Integer.toString(result.chars()), "cut", Boolean.toString(result.cut())));
        result.hits()
                .forEach(hit -> rows.add(Entry.row(
                        "what",
                        "hit",
                        "rule",
                        hit.rule().id(),
                        "line",
                        Integer.toString(hit.line()),
                        "before",
                        hit.before(),
                        "phrase",
                        hit.phrase(),
                        "after",
                        hit.after())));
        SortedMap<String, String> values = Entry.row(
                "name",
                name.length() > EntryKind.Field.LINE_MAX ? name.substring(0, EntryKind.Field.LINE_MAX) : name,
                "source",
                source,
                "address",
                address);
        Entry entry = transaction.execute(status -> journals.write(
                series,
                EntryKind.CLAIMS,
                journals.of(series).round(),
                null,
                journals.today(),
                values,
                rows,
                List.of(new Entry.Attached(file.fileName(), file.sha256(), file.sizeBytes(), file.mediaType())),
                person.id(),
                person.name()));
        return new Outcome.Checked(java.util.Objects.requireNonNull(entry));
    }
}
