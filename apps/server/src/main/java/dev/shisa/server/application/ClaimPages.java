package dev.shisa.server.application;

import dev.shisa.server.application.ApplicationView.ClaimRow;
import dev.shisa.server.application.ApplicationView.HitRow;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** May we say this beside the label? Texts, pages and files looked through, and what was found in each. */
@Controller
class ClaimPages {

    /** Each check of a page asks somebody else's server. */
    private static final int PAGES_MAX = 30;

    private final Products products;
    private final SeriesFrames frames;
    private final Journals journals;
    private final Claims claims;
    private final RateLimits limits;

    ClaimPages(Products products, SeriesFrames frames, Journals journals, Claims claims, RateLimits limits) {
        this.products = products;
        this.frames = frames;
        this.journals = journals;
        this.claims = claims;
        this.limits = limits;
    }

    @GetMapping("/products/{code}/application/claims")
    @Requires(Act.VIEW)
    ModelAndView list(@PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        return page(products.require(code, person), "", "", "", new Mistakes(), person, ui);
    }

    private ModelAndView page(
            Series series, String name, String text, String address, Mistakes mistakes, Person person, Ui ui) {
        List<ClaimRow> rows = rows(series, ui);
        return new ModelAndView("application/claims")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("rows", rows)
                .addObject("name", name)
                .addObject("text", text)
                .addObject("address", address)
                .addObject("may", ui.can("prepare-application") && !products.isArchived(series.id()))
                .addObject("mistakes", mistakes);
    }

    private List<ClaimRow> rows(Series series, Ui ui) {
        return journals.of(series).standing().filter(e -> e.kind() == EntryKind.CLAIMS).toList().reversed().stream()
                .map(entry -> row(entry, ui))
                .toList();
    }

    static ClaimRow row(Entry entry, Ui ui) {
        int hits = entry.rows("hit").size();
        return new ClaimRow(
                entry.id().toString(),
                entry.value("name"),
                ui.t("claims.source." + entry.value("source")),
                entry.value("address"),
                ui.minute(entry.at()),
                entry.byName(),
                hits == 0 ? ui.t("claims.result.none") : ui.t("claims.result", hits),
                hits == 0 ? "unknown" : "not-met",
                hits);
    }

    @GetMapping("/products/{code}/application/claims.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> file(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return TableFile.of(format, series.code() + "-claims", ui)
                .column("at", "application.column.at")
                .column("name", "entry.claims.name")
                .column("source", "entry.claims.source")
                .column("address", "entry.claims.address")
                .column("result", "application.column.result")
                .column("by", "application.record.by")
                .download(rows(series, ui).stream()
                        .map(row -> List.of(row.on(), row.name(), row.source(), row.address(), row.result(), row.by()))
                        .toList());
    }

    @GetMapping("/products/{code}/application/claims/{id}")
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable String code,
            @PathVariable UUID id,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Entry entry = journals.of(series)
                .find(id)
                .filter(e -> e.kind() == EntryKind.CLAIMS)
                .orElseThrow(() -> new Problem(404, "application.entry.unknown"));
        return new ModelAndView("application/claim")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("row", row(entry, ui))
                .addObject(
                        "looked",
                        entry.rows("looked").isEmpty()
                                ? "0"
                                : entry.rows("looked").getFirst().get("chars"))
                .addObject("cut", entry.rows("looked").stream().anyMatch(r -> "true".equals(r.get("cut"))))
                .addObject("fileHref", StepPages.here(series) + "/entries/" + entry.id() + "/file")
                .addObject(
                        "fileHash",
                        entry.files().isEmpty() ? "" : entry.files().getFirst().sha256())
                .addObject("hits", hits(entry, ui));
    }

    static List<HitRow> hits(Entry entry, Ui ui) {
        return entry.rows("hit").stream()
                .map(hit -> new HitRow(
                        ui.t("claims.rule." + hit.get("rule")),
                        ui.t("claims.rule." + hit.get("rule") + ".why"),
                        ui.t("claims.line", hit.getOrDefault("line", "")),
                        hit.getOrDefault("before", ""),
                        hit.getOrDefault("phrase", ""),
                        hit.getOrDefault("after", ""),
                        ui.t("claims.rule." + hit.get("rule") + ".better")))
                .toList();
    }

    @PostMapping("/products/{code}/application/claims")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView check(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String address,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Mistakes mistakes = new Mistakes();
        boolean uploaded = file != null && !file.isEmpty();
        int given = (text.isBlank() ? 0 : 1) + (address.isBlank() ? 0 : 1) + (uploaded ? 1 : 0);
        if (given != 1) {
            mistakes.add("text", ui.t(given == 0 ? "claims.nothing" : "claims.several"));
        } else if (name.length() > EntryKind.Field.LINE_MAX) {
            mistakes.add("name", ui.t("entry.wrong.long", name.length(), EntryKind.Field.LINE_MAX));
        } else if (!text.isBlank() && text.length() > ClaimCheck.CHARS_MAX) {
            mistakes.add("text", ui.t("entry.wrong.long", text.length(), ClaimCheck.CHARS_MAX));
        } else if (file != null && file.getSize() > Claims.FILE_BYTES_MAX) {
            mistakes.add("file", ui.t("claims.large", Claims.FILE_BYTES_MAX >> 20));
        }
        if (mistakes.none()) {
            Claims.Outcome outcome;
            String title = name.strip();
            if (uploaded && file != null) {
                outcome = claims.ofFile(series, title, bytes(file), String.valueOf(file.getOriginalFilename()), person);
            } else if (!address.isBlank()) {
                limits.knock("claims", person.id(), PAGES_MAX, Duration.ofMinutes(5));
                outcome = claims.ofPage(series, title, address.strip(), person);
            } else {
                outcome = claims.ofText(series, title.isEmpty() ? ui.t("claims.untitled") : title, text, person);
            }
            switch (outcome) {
                case Claims.Outcome.Checked(Entry entry) -> {
                    return new ModelAndView("redirect:" + StepPages.here(series) + "/claims/" + entry.id());
                }
                case Claims.Outcome.Unread(String key, List<Object> args) ->
                    mistakes.add(uploaded ? "file" : "address", ui.t(key, args.toArray()));
            }
        }
        response.setStatus(422);
        return page(series, name, text, address, mistakes, person, ui);
    }

    private static byte[] bytes(MultipartFile file) {
        try (InputStream in = file.getInputStream()) {
            return in.readNBytes(Claims.FILE_BYTES_MAX + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("the file could not be read", e);
        }
    }
}
