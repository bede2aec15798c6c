package dev.shisa.server.application;

import dev.shisa.server.application.Application.Upload;
import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.application.Entry.Attached;
import dev.shisa.server.application.Scheme.Paper;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceTitle;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.storage.TemporaryFiles;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.json.JsonMapper;

/**
 * The papers of an application: which are needed, which are there, which the maker still has to sign; and all of them in one
 * zip with a page of contents and the hash of each, kept as it was sent. While a form is missing, a sheet in the zip says what
 * to copy into it.
 */
@Service
class Enclosures {

    /** Ends the name of a zip in which papers are missing, so that it is not sent for the whole one of the same day. */
    private static final String INCOMPLETE = "_不足あり";

    /** A mailbox takes less; this bound is for the server's sake. */
    static final long PACKAGE_BYTES_MAX = 150L << 20;

    /** One paper: a scanned page has some megabytes. */
    static final long PAPER_BYTES_MAX = 20L << 20;

    /** Pieces of evidence that go along in one zip. */
    static final int EVIDENCE_MAX = 200;

    private final EvidenceLog evidence;
    private final EvidenceSheet listed;
    private final Blobs blobs;
    private final Products products;
    private final Schemes schemes;
    private final Journals journals;
    private final Settings settings;
    private final Messages messages;
    private final JsonMapper json;

    Enclosures(
            EvidenceLog evidence,
            EvidenceSheet listed,
            Blobs blobs,
            Products products,
            Schemes schemes,
            Journals journals,
            Settings settings,
            Messages messages,
            JsonMapper json) {
        this.evidence = evidence;
        this.listed = listed;
        this.blobs = blobs;
        this.products = products;
        this.schemes = schemes;
        this.journals = journals;
        this.settings = settings;
        this.messages = messages;
        this.json = json;
    }

    /** How a paper stands. */
    enum State {
        /** It is there. */
        READY,
        /** Shisa makes it, and something is not settled yet. */
        DOUBTFUL,
        /** The maker has to fill, sign or obtain it. */
        MISSING;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One paper that is needed.
     *
     * @param file what is there of it, or null
     * @param paper the entry by which it was added, or null
     */
    record Needed(
            Paper form,
            State state,
            @Nullable Attached file,
            @Nullable Entry paper) {}

    /** A piece of evidence with a file that could go along. */
    record Attachable(
            UUID id, String code, EvidenceTitle title, List<String> criteria, String fileName, long sizeBytes) {
        Attachable {
            criteria = List.copyOf(criteria);
        }
    }

    static boolean isPsti(View view) {
        return view.snapshot().word("psti.statement").equals("model");
    }

    /** What this application needs, in the order of IPA's list. */
    List<Needed> needed(View view, Journal journal) {
        Application plan = view.application();
        List<Needed> needed = new ArrayList<>();
        for (Paper form : schemes.current().needed(isPsti(view), plan.isByProxy(), plan.isWithoutCorporateNumber())) {
            needed.add(form.id().equals("checklist") ? checklist(view, form) : paper(view, journal, form));
        }
        return needed;
    }

    private static Needed checklist(View view, Paper form) {
        FormPlan filled = view.plan();
        if (filled == null || !filled.recognised()) {
            return new Needed(form, State.MISSING, null, null);
        }
        boolean sound = Corrections.heavy(view.corrections()) == 0;
        return new Needed(form, sound ? State.READY : State.DOUBTFUL, null, null);
    }

    private Needed paper(View view, Journal journal, Paper form) {
        Entry added = journal.of(journal.round(), EntryKind.PAPER).stream()
                .filter(e -> e.value("form").equals(form.id()))
                .max(Comparator.comparing(Entry::at))
                .orElse(null);
        if (added != null) {
            return new Needed(form, State.READY, added.files().getFirst(), added);
        }
        Attached statement = form.id().equals("psti-statement") ? statement(view) : null;
        return new Needed(form, statement == null ? State.MISSING : State.READY, statement, null);
    }

    /** The statement under the PSTI Act, where it is evidence with a file already. */
    private @Nullable Attached statement(View view) {
        return view.snapshot()
                .leading("psti.statement")
                .map(FactEntry::fact)
                .flatMap(fact -> evidence.byId(fact.evidence()))
                .map(EvidenceDetails::file)
                .map(Enclosures::attached)
                .orElse(null);
    }

    private static Attached attached(StoredFile file) {
        return new Attached(file.fileName(), file.sha256(), file.sizeBytes(), file.mediaType());
    }

    /** Evidence that criteria rest on and that has a file. */
    List<Attachable> attachable(View view) {
        return listed.attachable(view);
    }

    /** Adds a paper that the maker filled, signed or obtained. */
    @Transactional
    public Entry add(Series series, String form, MultipartFile file, Person person) {
        Paper paper = schemes.current().form(form).orElseThrow(() -> new Problem(404, "application.paper.unknown"));
        try (InputStream in = file.getInputStream()) {
            String name = file.getOriginalFilename();
            return add(series, paper, blobs.store(in, name == null ? "" : name, file.getSize()), person);
        } catch (IOException e) {
            throw new UncheckedIOException("the paper could not be read", e);
        }
    }

    /** The same for bytes in hand. */
    @Transactional
    public Entry add(Series series, String form, byte[] bytes, String name, Person person) {
        Paper paper = schemes.current().form(form).orElseThrow(() -> new Problem(404, "application.paper.unknown"));
        return add(series, paper, blobs.store(bytes, name), person);
    }

    private Entry add(Series series, Paper paper, StoredFile stored, Person person) {
        if (stored.sizeBytes() > PAPER_BYTES_MAX) {
            throw new Problem(413, "application.paper.large", PAPER_BYTES_MAX >> 20);
        }
        return journals.write(
                series,
                EntryKind.PAPER,
                journals.of(series).round(),
                null,
                journals.today(),
                Entry.row("form", paper.id()),
                List.of(),
                List.of(attached(stored)),
                person.id(),
                person.name());
    }

    /** One file of the zip before it is written. */
    private record Part(String title, String form, String name, Source source) {}

    @FunctionalInterface
    private interface Source {
        InputStream open() throws IOException;
    }

    /** Puts the papers and the chosen evidence into one zip, and keeps it with each file's hash and what is missing. */
    @Transactional
    public Entry pack(View view, Set<UUID> chosen, Person person) {
        Series series = view.series();
        Journal journal = journals.of(series);
        LocalDate today = journals.today();
        String stem = safe(series.code()) + "_"
                + safe(products.designated(series).map(Release::name).orElse("")) + "_" + today;
        List<Part> parts = parts(view, journal, chosen, stem);
        List<SortedMap<String, String>> rows = new ArrayList<>();
        Path file = null;
        try {
            file = TemporaryFiles.create("shisa-documents-", ".zip");
            write(file, view, parts, stem, today, missing(view, journal), rows);
            try (InputStream in = Files.newInputStream(file)) {
                String name = stem + (missing(view, journal).isEmpty() ? "" : INCOMPLETE) + ".zip";
                StoredFile stored = blobs.store(in, name, Files.size(file));
                for (Needed open : missing(view, journal)) {
                    rows.add(Entry.row(
                            "what",
                            "missing",
                            "form",
                            open.form().id(),
                            "state",
                            open.state().id()));
                }
                return journals.write(
                        series,
                        EntryKind.PACKAGE,
                        journal.round(),
                        null,
                        today,
                        new TreeMap<>(),
                        rows,
                        List.of(attached(stored)),
                        person.id(),
                        person.name());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the papers could not be put together", e);
        } finally {
            delete(file);
        }
    }

    List<Needed> missing(View view, Journal journal) {
        return needed(view, journal).stream()
                .filter(n -> n.state() != State.READY)
                .toList();
    }

    /** What to copy into the forms that the maker still has to fill; none once all of them are there. */
    List<FormFields.Filled> toCopy(View view, Journal journal, Locale locale) {
        List<Needed> open = missing(view, journal).stream()
                .filter(needed -> needed.form().signed())
                .toList();
        LocalDate today = journals.today();
        return FormFields.of(
                view,
                open,
                journal.last(journal.round(), EntryKind.NUMBER)
                        .map(entry -> entry.value("number"))
                        .orElse(""),
                today,
                schemes.current().fee(isPsti(view), today).map(Scheme.Fee::yen).orElse(null),
                settings.organisationName(),
                messages,
                locale);
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // The system's own sweep takes it.
        }
    }

    private List<Part> parts(View view, Journal journal, Set<UUID> chosen, String stem) {
        List<Part> parts = new ArrayList<>();
        long bytes = 0;
        for (Needed needed : needed(view, journal)) {
            String title = needed.form().title(Locale.JAPANESE);
            String id = needed.form().id();
            Attached file = needed.file();
            if (id.equals("checklist")) {
                Form form = view.form();
                FormPlan plan = view.plan();
                Upload upload = view.upload();
                if (form != null && plan != null && upload != null && !view.outOfScope()) {
                    byte[] filled = FormFiller.write(form, plan);
                    parts.add(part(parts, title, id, stem, "xlsx", () -> new ByteArrayInputStream(filled)));
                }
            } else if (file != null) {
                bytes += file.sizeBytes();
                parts.add(part(parts, title, id, stem, extension(file.fileName()), () -> blobs.open(file.sha256())));
            }
        }
        List<Attachable> attached =
                attachable(view).stream().filter(a -> chosen.contains(a.id())).toList();
        if (attached.size() > EVIDENCE_MAX) {
            throw new Problem(422, "application.package.many", attached.size(), EVIDENCE_MAX);
        }
        List<FormFields.Filled> copied = toCopy(view, journal, Locale.JAPANESE);
        byte[] list = listed.write(view, attached);
        parts.add(part(
                parts,
                messages.get(Locale.JAPANESE, "application.evidence-list"),
                "evidence-list",
                stem,
                "xlsx",
                () -> new ByteArrayInputStream(list)));
        if (!copied.isEmpty()) {
            byte[] copy = CopySheet.write(copied, key -> messages.get(Locale.JAPANESE, key));
            parts.add(part(
                    parts,
                    messages.get(Locale.JAPANESE, "application.copy"),
                    "copy",
                    stem,
                    "xlsx",
                    () -> new ByteArrayInputStream(copy)));
        }
        Map<UUID, EvidenceDetails> details = evidence
                .byIds(attached.stream().map(Attachable::id).toList())
                .stream()
                .collect(Collectors.toMap(EvidenceDetails::id, Function.identity()));
        for (Attachable one : attached) {
            EvidenceDetails found = details.get(one.id());
            StoredFile file = found == null ? null : found.file();
            if (file != null && blobs.isThere(file)) {
                bytes += file.sizeBytes();
                parts.add(part(
                        parts,
                        one.code() + " " + one.title().in(Locale.JAPANESE),
                        "evidence",
                        stem,
                        extension(file.fileName()),
                        () -> blobs.open(file.sha256())));
            }
        }
        if (bytes > PACKAGE_BYTES_MAX) {
            throw new Problem(413, "application.package.large", bytes >> 20, PACKAGE_BYTES_MAX >> 20);
        }
        return parts;
    }

    private static Part part(
            List<Part> before, String title, String form, String stem, String extension, Source source) {
        String number = String.format(Locale.ROOT, "%02d", before.size() + 1);
        String name = stem + "_" + number + "_" + safe(title) + (extension.isEmpty() ? "" : "." + extension);
        return new Part(title, form, name, source);
    }

    private void write(
            Path file,
            View view,
            List<Part> parts,
            String stem,
            LocalDate today,
            List<Needed> missing,
            List<SortedMap<String, String>> rows)
            throws IOException {
        try (HashedZip zip = new HashedZip(Files.newOutputStream(file))) {
            List<Map<String, Object>> files = new ArrayList<>();
            for (Part part : parts) {
                HashedZip.Written written;
                try (InputStream in = part.source().open()) {
                    written = zip.add(part.name(), in);
                }
                rows.add(Entry.row(
                        "what",
                        "file",
                        "form",
                        part.form(),
                        "name",
                        part.name(),
                        "title",
                        part.title(),
                        "sha256",
                        written.sha256(),
                        "size",
                        Long.toString(written.size())));
                Map<String, Object> described = new LinkedHashMap<>();
                described.put("name", part.name());
                described.put("title", part.title());
                described.put("sha256", written.sha256());
                described.put("size", written.size());
                files.add(described);
            }
            byte[] contents = contents(view, rows, missing, today).getBytes(StandardCharsets.UTF_8);
            String name = stem + "_00_" + messages.get(Locale.JAPANESE, "application.contents") + ".html";
            HashedZip.Written page = zip.add(name, new ByteArrayInputStream(contents));
            Map<String, Object> manifest = new LinkedHashMap<>();
            manifest.put("format", "shisa-application/1");
            manifest.put("organisation", settings.organisationName());
            manifest.put("series", view.series().code());
            manifest.put(
                    "release",
                    products.designated(view.series()).map(Release::name).orElse(""));
            manifest.put("made", today.toString());
            manifest.put("contents", Map.of("name", name, "sha256", page.sha256()));
            manifest.put("files", files);
            manifest.put(
                    "missing",
                    missing.stream().map(n -> n.form().title(Locale.JAPANESE)).toList());
            zip.add(
                    stem + "_manifest.json",
                    new ByteArrayInputStream(
                            json.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest)));
        }
    }

    /** What lies in the zip, for whoever opens it: plain HTML that needs nothing else. IPA reads Japanese. */
    private String contents(View view, List<SortedMap<String, String>> rows, List<Needed> missing, LocalDate today) {
        String title = t("application.contents.title", view.series().name());
        StringBuilder page = new StringBuilder("<!DOCTYPE html><html lang=\"ja\"><meta charset=\"utf-8\"><title>")
                .append(escaped(title))
                .append("</title><style>body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
                        + "line-height:1.7}table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;"
                        + "padding:.4rem .6rem;text-align:left;vertical-align:top}code{word-break:break-all;"
                        + "font-size:.85em}</style><h1>")
                .append(escaped(title))
                .append("</h1><p>")
                .append(escaped(settings.organisationName()))
                .append(" · ")
                .append(escaped(view.series().code()))
                .append(" · ")
                .append(escaped(
                        products.designated(view.series()).map(Release::name).orElse("")))
                .append(" · ")
                .append(today)
                .append("</p><table><tr><th>")
                .append(escaped(t("application.contents.paper")))
                .append("<th>")
                .append(escaped(t("application.contents.file")))
                .append("<th>SHA-256</tr>");
        for (SortedMap<String, String> row : rows) {
            page.append("<tr><td>")
                    .append(escaped(row.getOrDefault("title", "")))
                    .append("<td>")
                    .append(escaped(row.getOrDefault("name", "")))
                    .append("<td><code>")
                    .append(row.getOrDefault("sha256", ""))
                    .append("</code></tr>");
        }
        page.append("</table>");
        if (!missing.isEmpty()) {
            page.append("<h2>")
                    .append(escaped(t("application.contents.missing")))
                    .append("</h2><ul>");
            missing.forEach(n -> page.append("<li>")
                    .append(escaped(n.form().title(Locale.JAPANESE)))
                    .append(": ")
                    .append(escaped(t("application.paper.state." + n.state().id()))));
            page.append("</ul>");
        }
        return page.append("</html>").toString();
    }

    private String t(String key, Object... args) {
        return messages.get(Locale.JAPANESE, key, args);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A part of a file name that every system takes. */
    static String safe(String text) {
        String clean = text.replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}\\s]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        return clean.length() > 60 ? clean.substring(0, 60) : clean;
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        String end = dot < 0 ? "" : name.substring(dot + 1);
        return end.matches("[A-Za-z0-9]{1,10}") ? end.toLowerCase(Locale.ROOT) : "";
    }
}
