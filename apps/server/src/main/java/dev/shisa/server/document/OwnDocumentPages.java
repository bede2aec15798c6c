package dev.shisa.server.document;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.server.evidence.FactForm;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.office.DocumentText;
import dev.shisa.server.platform.office.TextRefused;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** Reading manuals and specifications that are there already, and taking answers from them sentence by sentence. */
@Controller
class OwnDocumentPages {

    private static final String HERE = "/products/{code}/documents/sources";

    /** Reading one costs a process of its own. */
    private static final int READ_MAX = 20;

    private static final Duration READ_WINDOW = Duration.ofMinutes(5);

    /** Sentences before and after the one that is quoted. */
    private static final int AROUND = 2;

    private final OwnDocuments sources;
    private final Products products;
    private final SeriesFrames frames;
    private final RateLimits limits;

    OwnDocumentPages(OwnDocuments sources, Products products, SeriesFrames frames, RateLimits limits) {
        this.sources = sources;
        this.products = products;
        this.frames = frames;
        this.limits = limits;
    }

    private static String here(Series series) {
        return "/products/" + encoded(series.code()) + "/documents/sources";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @GetMapping(HERE)
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView list(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return list(products.require(code, person), new Mistakes(), done.equals("removed") ? done : "", person, ui);
    }

    private ModelAndView list(Series series, Mistakes mistakes, String done, Person person, Ui ui) {
        List<OwnDocumentView.Row> rows = sources.of(series).stream()
                .map(source -> new OwnDocumentView.Row(
                        here(series) + "/" + source.id(),
                        source.file().fileName(),
                        ui.t("document.source.note", source.passages(), source.byName(), ui.minute(source.at())),
                        sources.evidence(source).size()))
                .toList();
        return new ModelAndView("document/sources")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("rows", rows)
                .addObject("may", !products.isArchived(series.id()))
                .addObject("limit", DocumentText.BYTES_MAX >> 20)
                .addObject("done", done)
                .addObject("mistakes", mistakes);
    }

    @PostMapping(HERE)
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView read(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Mistakes mistakes = new Mistakes();
        if (file == null || file.isEmpty()) {
            mistakes.add("file", ui.t("document.source.file.missing"));
        } else {
            limits.knock("sources", person.id(), READ_MAX, READ_WINDOW);
            try {
                OwnDocument source =
                        sources.add(series, String.valueOf(file.getOriginalFilename()), bytes(file), person);
                return new ModelAndView("redirect:" + here(series) + "/" + source.id());
            } catch (TextRefused refused) {
                mistakes.add("file", ui.t(refused.key(), refused.args()));
            }
        }
        response.setStatus(422);
        return list(series, mistakes, "", person, ui);
    }

    private static byte[] bytes(MultipartFile file) {
        try (InputStream in = file.getInputStream()) {
            return in.readNBytes(DocumentText.BYTES_MAX + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("the file could not be read", e);
        }
    }

    @GetMapping(HERE + "/{id}")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView one(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        OwnDocument source = sources.require(id, series);
        List<Passage> passages = sources.passages(source);
        OwnDocuments.Proposed proposed = sources.proposed(series, passages);
        List<OwnDocumentView.Asked> asked = new ArrayList<>();
        for (OwnDocuments.Proposal proposal : proposed.proposals()) {
            Slot slot = proposal.form().slot();
            asked.add(new OwnDocumentView.Asked(
                    proposal.form().question(ui.locale()),
                    String.join(
                            ", ",
                            proposal.question().touches().stream()
                                    .map(r -> r.number())
                                    .distinct()
                                    .limit(5)
                                    .toList()),
                    proposal.found().stream()
                            .map(f -> quote(
                                    passages.get(f.at()),
                                    f.terms(),
                                    here(series) + "/" + id + "/answer?key="
                                            + encoded(slot.key().value()) + "&item=" + encoded(slot.item()) + "&at="
                                            + f.at(),
                                    ui))
                            .toList()));
        }
        return new ModelAndView("document/source")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("here", here(series))
                .addObject("id", id.toString())
                .addObject("name", source.file().fileName())
                .addObject("hash", source.file().sha256())
                .addObject(
                        "note",
                        ui.t("document.source.note", source.passages(), source.byName(), ui.minute(source.at())))
                .addObject("asked", asked)
                .addObject(
                        "without",
                        proposed.without().stream()
                                .map(form -> new Parts.Choice(
                                        "/products/" + encoded(series.code()) + "/questions/one?key="
                                                + encoded(form.slot().key().value()) + "&item="
                                                + encoded(form.slot().item()),
                                        form.question(ui.locale())))
                                .toList())
                .addObject(
                        "taken",
                        sources.evidence(source).stream()
                                .map(e -> new OwnDocumentView.Taken(
                                        e.code(),
                                        e.title().in(ui.locale()),
                                        e.place(),
                                        e.standing() == 0 ? "not-applicable" : e.isWaiting() ? "expected" : "met",
                                        ui.t(
                                                e.standing() == 0
                                                        ? "document.source.taken.gone"
                                                        : e.isWaiting()
                                                                ? "document.source.taken.waits"
                                                                : "document.source.taken.confirmed")))
                                .toList())
                .addObject("may", !products.isArchived(series.id()))
                .addObject("done", done.equals("answered") ? done : "");
    }

    private static OwnDocumentView.Quote quote(Passage passage, Set<String> terms, String href, Ui ui) {
        return new OwnDocumentView.Quote(place(passage, ui), marked(passage.text(), terms), href);
    }

    private static List<SearchWords.Piece> marked(String text, Set<String> terms) {
        return new SearchWords("", terms.stream().map(SearchWords::fold).toList()).marked(text);
    }

    private static String place(Passage passage, Ui ui) {
        return ui.t("document.source.place." + passage.unit().id(), passage.number());
    }

    private static Slot slot(String key, String item) {
        if (!FactKey.isKey(key) || !(item.isEmpty() || Slot.isItemCode(item))) {
            throw new Problem(404, "not-found");
        }
        return Slot.of(key, item);
    }

    private static Passage passage(List<Passage> passages, int at) {
        if (at < 0 || at >= passages.size()) {
            throw new Problem(404, "document.source.unknown");
        }
        return passages.get(at);
    }

    @GetMapping(HERE + "/{id}/answer")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView question(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "") String item,
            @RequestParam(defaultValue = "-1") int at,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        OwnDocument source = sources.require(id, series);
        return question(series, source, sources.form(series, slot(key, item)), at, "", person, ui);
    }

    private ModelAndView question(
            Series series, OwnDocument source, FactForm form, int at, String mistake, Person person, Ui ui) {
        List<Passage> passages = sources.passages(source);
        Passage passage = passage(passages, at);
        Set<String> terms = sources.terms(form, passage.text());
        List<OwnDocumentView.Quote> around = new ArrayList<>();
        for (int i = Math.max(0, at - AROUND); i <= Math.min(passages.size() - 1, at + AROUND); i++) {
            around.add(quote(passages.get(i), i == at ? terms : Set.of(), i == at ? "here" : "", ui));
        }
        List<Parts.Mistake> mistakes = new ArrayList<>(form.mistakes(ui));
        if (!mistake.isEmpty()) {
            mistakes.add(new Parts.Mistake(form.prefix() + "value", mistake));
        }
        return new ModelAndView("document/source-answer")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("here", here(series))
                .addObject("id", source.id().toString())
                .addObject("name", source.file().fileName())
                .addObject("place", place(passage, ui))
                .addObject("around", around)
                .addObject("form", form)
                .addObject("at", at)
                .addObject("blank", mistake)
                .addObject("mistakes", mistakes);
    }

    @PostMapping(HERE + "/{id}/answer")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView answer(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "") String item,
            @RequestParam(defaultValue = "-1") int at,
            @RequestParam MultiValueMap<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        OwnDocument source = sources.require(id, series);
        Slot slot = slot(key, item);
        FactForm form = sources.form(series, slot).read(sent);
        Passage passage = passage(sources.passages(source), at);
        if (!(form.answer() instanceof FactForm.Answer.Given(var value, String detail))) {
            response.setStatus(422);
            boolean blank = form.answer() instanceof FactForm.Answer.Blank;
            return question(series, source, form, at, blank ? ui.t("document.source.blank") : "", person, ui);
        }
        String place = place(passage, ui);
        Recorded recorded = sources.answer(
                series,
                source,
                slot,
                value,
                detail,
                ui.t("document.source.title", source.file().fileName(), place),
                place,
                ui.t("document.source.quotation", passage.text()),
                person,
                Sending.of(
                        sent, ui.csrfName(), person.id().toString(), source.id().toString()));
        return new ModelAndView("redirect:" + here(series) + "/" + id + "?done=answered#" + recorded.code());
    }

    @PostMapping(HERE + "/{id}/remove")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView remove(@PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        sources.remove(series, sources.require(id, series), person);
        return new ModelAndView("redirect:" + here(series) + "?done=removed");
    }
}
