package dev.shisa.server.psirt;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.portal.PortalFrame;
import dev.shisa.server.portal.PortalFrames;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** Where anybody reports a vulnerability without an account, and the page on which the reporter reads how it stands. */
@Controller
class PublicReportPages {

    static final String HERE = "/public/report";

    /** A field that people do not see; programs that fill in forms do. */
    private static final String TRAP = "website";

    private static final int KEY_LENGTH_MAX = 64;

    /** The secret of a form: 256 bits, base64url. */
    private static final Pattern DRAFT = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Reports reports;
    private final CaseStore store;
    private final Cases cases;
    private final Blobs blobs;
    private final PortalFrames frames;
    private final Messages messages;

    PublicReportPages(
            Reports reports, CaseStore store, Cases cases, Blobs blobs, PortalFrames frames, Messages messages) {
        this.reports = reports;
        this.store = store;
        this.cases = cases;
        this.blobs = blobs;
        this.frames = frames;
        this.messages = messages;
    }

    @GetMapping(HERE)
    @Requires(Act.OPEN)
    ModelAndView form(@ModelAttribute("ui") Ui ui, HttpServletResponse response) {
        requireOn();
        return form(Map.of(), new Mistakes(), ui, response);
    }

    /** How somebody outside reports, and what happens then, by the days that the maker gave itself. */
    @GetMapping(HERE + "/guide")
    @Requires(Act.OPEN)
    ModelAndView guide(@ModelAttribute("ui") Ui ui) {
        requireOn();
        Rules rules = store.rules();
        return page("psirt/guide", "guide", ui)
                .addObject("tell", lines("tell", 5, rules, ui))
                .addObject("then", lines("then", 5, rules, ui))
                .addObject("please", lines("please", 3, rules, ui));
    }

    private static List<String> lines(String part, int count, Rules rules, Ui ui) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> ui.t("psirt.guide." + part + "." + n, rules.acknowledgeDays(), rules.statusDays()))
                .toList();
    }

    private ModelAndView form(Map<String, String> values, Mistakes mistakes, Ui ui, HttpServletResponse response) {
        quiet(response);
        return page("psirt/report", "", ui)
                .addObject("values", new TreeMap<>(values))
                .addObject("draft", reports.draft())
                .addObject("mistakes", mistakes);
    }

    /** A page of the public frame; it has the same address in both languages. */
    private ModelAndView page(String template, String key, Ui ui) {
        String other = ui.lang().equals("ja") ? "en" : "ja";
        PortalFrame frame = frames.of(ui, HERE + (key.isEmpty() ? "" : "/" + key) + "?lang=" + other);
        return new ModelAndView(template).addObject("frame", frame).addObject("maker", frame.maker());
    }

    /** Nothing is taken in before an owner has switched the public pages on. */
    private void requireOn() {
        if (!frames.isOn()) {
            throw new Problem(404, "psirt.report.off");
        }
    }

    /** Neither a cache nor the next site learns an address that opens a page. */
    private static void quiet(HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Robots-Tag", "noindex");
    }

    @PostMapping(HERE)
    @Requires(Act.OPEN)
    ModelAndView take(
            @RequestParam Map<String, String> sent,
            @RequestParam(required = false) @Nullable List<MultipartFile> file,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest page,
            HttpServletResponse response) {
        requireOn();
        Entering entering = new Entering(messages, ui.locale(), new Mistakes(), cases.now());
        Map<String, String> typed = new HashMap<>();
        for (String field : List.of("title", "text", "product", "reporter", "contact", "key")) {
            typed.put(field, sent.getOrDefault(field, ""));
        }
        typed.put("what", "vulnerability");
        typed.put("source", "stranger");
        typed.put("thanks", sent.getOrDefault("thanks", "").equals("yes") ? "yes" : "no");
        Map<String, String> values = entering.values(EntryKind.OPENED, typed);
        if (values.getOrDefault("text", "").isEmpty()) {
            entering.wrong("text", "missing");
        }
        List<MultipartFile> files = chosen(file);
        check(files, entering);
        if (!entering.mistakes().none()) {
            response.setStatus(422);
            return form(sent, entering.mistakes(), ui, response);
        }
        values.put("lang", ui.lang());
        values.put("how", "form");
        values.put("received", cases.now().toString());
        String sending = sending(sent, files, ui);
        // Before any limit: what was taken is answered as it was.
        Optional<Reports.Became> before = reports.taken(sending);
        if (before.isPresent()) {
            int there = reports.files(before.get());
            return thanks(before.get(), Math.max(0, files.size() - there), ui, page, response);
        }
        String why = reports.why(sent.getOrDefault(TRAP, "").isEmpty() ? "" : "trap", Source.of(page));
        List<StoredFile> stored = reports.hasRoom() ? stored(files) : List.of();
        Reports.Became became = reports.take(values, why, Source.of(page), stored, sending);
        return thanks(became, files.size() - stored.size(), ui, page, response);
    }

    private ModelAndView thanks(
            Reports.Became became, int left, Ui ui, HttpServletRequest page, HttpServletResponse response) {
        String number = "";
        String key = "";
        switch (became) {
            case Reports.Became.OfCase made -> {
                number = made.made().number();
                key = made.key();
            }
            case Reports.Became.OfQuarantine kept -> key = kept.key();
            case Reports.Became.OfAnother _ -> {
                // The page is that of whoever said it first.
            }
        }
        quiet(response);
        return page("psirt/thanks", key, ui)
                .addObject("number", number)
                .addObject(
                        "address",
                        key.isEmpty()
                                ? ""
                                : PublicAddress.link(page, HERE + "/" + key).url())
                .addObject("left", left);
    }

    /** The files, stored; none where the disk has no room for all of them: the report goes on without. */
    private List<StoredFile> stored(List<MultipartFile> files) {
        try {
            return files.stream().map(f -> CasePages.stored(blobs, f)).toList();
        } catch (Problem full) {
            if (full.status() != 507) {
                throw full;
            }
            return List.of();
        }
    }

    private static String sending(MultiValueMap<String, String> sent, Case one, List<MultipartFile> files, Ui ui) {
        return Sending.of(
                sent,
                ui.csrfName(),
                Stream.concat(Stream.of(one.id().toString()), hashes(files)).toArray(String[]::new));
    }

    /** Of the files as they were sent, whether there is room for them or not. */
    private static Stream<String> hashes(List<MultipartFile> files) {
        return files.stream().map(file -> {
            try {
                return Sending.hash(file.getBytes());
            } catch (IOException e) {
                throw new UncheckedIOException("a file that was sent cannot be read", e);
            }
        });
    }

    /** The sending of a form that was served with a draft's secret; of any other one nothing tells whether it is the same. */
    private static String sending(Map<String, String> sent, List<MultipartFile> files, Ui ui) {
        if (!DRAFT.matcher(sent.getOrDefault("draft", "")).matches()) {
            return Sending.UNKNOWN;
        }
        MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
        fields.setAll(sent);
        return Sending.of(fields, ui.csrfName(), hashes(files).toArray(String[]::new));
    }

    private static List<MultipartFile> chosen(@Nullable List<MultipartFile> file) {
        return file == null
                ? List.of()
                : file.stream().filter(f -> !f.isEmpty()).toList();
    }

    private static void check(List<MultipartFile> files, Entering entering) {
        if (files.size() > Reports.FILES_MAX) {
            entering.wrong("file", "files", Reports.FILES_MAX);
        } else if (files.stream().anyMatch(f -> f.getSize() > Reports.FILE_BYTES_MAX)) {
            entering.wrong("file", "large", Reports.FILE_BYTES_MAX / 1024 / 1024);
        }
    }

    // The reporter's page

    private Case open(String key, HttpServletRequest page) {
        return (key.length() > KEY_LENGTH_MAX ? java.util.Optional.<Case>empty() : reports.open(key, Source.of(page)))
                .orElseThrow(() -> new Problem(404, "psirt.report.unknown"));
    }

    @GetMapping(HERE + "/{key}")
    @Requires(Act.OPEN)
    ModelAndView status(
            @PathVariable String key,
            @RequestParam(defaultValue = "") String done,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest page,
            HttpServletResponse response) {
        if (key.length() <= KEY_LENGTH_MAX
                && !reports.kept(key).isEmpty()
                && reports.open(key, Source.of(page)).isEmpty()) {
            quiet(response);
            return page("psirt/waiting", key, ui)
                    .addObject("aside", reports.kept(key).equals("aside"));
        }
        return status(open(key, page), key, "", new Mistakes(), done.equals("sent"), ui, response);
    }

    private ModelAndView status(
            Case one, String key, String typed, Mistakes mistakes, boolean done, Ui ui, HttpServletResponse response) {
        quiet(response);
        // Of the case as which it goes on, whoever reported the same learns how it stands and nothing else.
        Case shown = cases.goesOnAs(one);
        List<CaseView.Message> talk = new ArrayList<>();
        for (Entry entry : one.entries()) {
            if (entry.kind() == EntryKind.STEP) {
                talk.add(new CaseView.Message(
                        ui.makerName(),
                        ui.minute(entry.at()),
                        ui.t("psirt.public.step", ui.t("psirt.public.state." + entry.get("to"))),
                        true));
            } else if (one.holds(entry)
                    && (entry.kind() == EntryKind.TOLD || (entry.kind() == EntryKind.HEARD && entry.byId() == null))) {
                talk.add(new CaseView.Message(
                        entry.kind() == EntryKind.TOLD ? ui.makerName() : ui.t("psirt.public.you"),
                        ui.minute(entry.at()),
                        entry.get("text"),
                        entry.kind() == EntryKind.TOLD));
            } else if (Case.isToReporter(entry) && one.isDelivered(entry)) {
                talk.add(new CaseView.Message(
                        ui.makerName(),
                        ui.minute(entry.at()) + " " + ui.t("psirt.public.mail"),
                        entry.get("text"),
                        true));
            } else if (entry.kind() == EntryKind.FILE
                    && entry.byId() == null
                    && entry.get("whose").isEmpty()) {
                talk.add(new CaseView.Message(
                        ui.t("psirt.public.you"),
                        ui.minute(entry.at()),
                        ui.t("psirt.public.file", entry.get("name")),
                        false));
            }
        }
        if (!shown.id().equals(one.id())) {
            Instant merged = one.last(EntryKind.MERGED).map(Entry::at).orElse(one.received());
            shown.of(EntryKind.STEP).stream()
                    .filter(e -> e.at().isAfter(merged))
                    .forEach(e -> talk.add(new CaseView.Message(
                            ui.makerName(),
                            ui.minute(e.at()),
                            ui.t("psirt.public.step", ui.t("psirt.public.state." + e.get("to"))),
                            true)));
            shown.of(EntryKind.ANSWERED).stream()
                    .filter(e -> e.get("name").equals(one.number()))
                    .forEach(e -> talk.add(
                            new CaseView.Message(ui.t("psirt.public.you"), ui.minute(e.at()), e.get("text"), false)));
        }
        return page("psirt/status", key, ui)
                .addObject("number", one.number())
                .addObject("title", one.title())
                .addObject("received", ui.minute(one.received()))
                .addObject("state", ui.t("psirt.public.state." + shown.state().id()))
                .addObject("shape", CaseWords.shape(shown.state()))
                .addObject("talk", talk)
                .addObject("key", key)
                .addObject("typed", typed)
                .addObject("closed", shown.state() == CaseState.CLOSED)
                .addObject("mistakes", mistakes)
                .addObject("done", done);
    }

    @PostMapping(HERE + "/{key}")
    @Requires(Act.OPEN)
    ModelAndView add(
            @PathVariable String key,
            @RequestParam MultiValueMap<String, String> sent,
            @RequestParam(required = false) @Nullable List<MultipartFile> file,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest page,
            HttpServletResponse response) {
        Case one = open(key, page);
        String done = "redirect:" + HERE + "/" + key + "?done=sent&lang=" + ui.lang();
        String text = Objects.requireNonNullElse(sent.getFirst("text"), "");
        Entering entering = new Entering(messages, ui.locale(), new Mistakes(), cases.now());
        List<MultipartFile> files = chosen(file);
        Map<String, String> values =
                files.isEmpty() || !text.isBlank() ? entering.values(EntryKind.HEARD, Map.of("text", text)) : Map.of();
        check(files, entering);
        String sending = entering.mistakes().none() ? sending(sent, one, files, ui) : Sending.UNKNOWN;
        if (reports.isHeard(sending)) {
            return new ModelAndView(done);
        }
        if (!files.isEmpty() && !reports.hasRoom()) {
            entering.wrong("file", "room");
        }
        if (!entering.mistakes().none()) {
            response.setStatus(422);
            return status(one, key, text, entering.mistakes(), false, ui, response);
        }
        List<StoredFile> stored = stored(files);
        if (stored.size() < files.size()) {
            entering.wrong("file", "room");
        } else {
            try {
                reports.heard(one, values.getOrDefault("text", ""), stored, sending);
            } catch (Problem full) {
                if (!full.code().equals("psirt.files.many")) {
                    throw full;
                }
                entering.wrong("file", "case", Cases.FILES_MAX);
            }
        }
        if (!entering.mistakes().none()) {
            response.setStatus(422);
            return status(one, key, text, entering.mistakes(), false, ui, response);
        }
        return new ModelAndView(done);
    }
}
