package dev.shisa.server.sbom;

import dev.shisa.bom.BomDifference;
import dev.shisa.bom.Component;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Bills of materials for programs: a build server hands them in, others read what is inside. */
@Controller
class SbomApi {

    private static final String ALL = "/api/v1/series/{code}/sboms";
    private static final String ONE = ALL + "/{id}";

    /** So many changes are told in one answer; the counts beside them are of all. */
    private static final int CHANGES_MAX = 2_000;

    private final Products products;
    private final Sboms sboms;
    private final SbomStore store;
    private final EvidenceLog log;
    private final Blobs blobs;

    SbomApi(Products products, Sboms sboms, SbomStore store, EvidenceLog log, Blobs blobs) {
        this.products = products;
        this.sboms = sboms;
        this.store = store;
        this.log = log;
        this.blobs = blobs;
    }

    /**
     * A bill of materials.
     *
     * @param evidence code of the evidence that holds the file
     * @param whole whether it names all components of the version, as who took it in says
     * @param sound whether the file keeps the rules of its format
     * @param counts whether it is the one that counts for its version
     * @param complete whether every component is recorded with name, developer and version
     * @param lacking for each element that something lacks, how many do
     * @param problems the first of {@code problemCount}
     */
    record SbomBody(
            UUID id,
            String release,
            String evidence,
            String format,
            String created,
            List<String> authors,
            List<String> tools,
            String subject,
            boolean whole,
            boolean sound,
            boolean counts,
            boolean complete,
            int components,
            boolean meetsNtia,
            boolean meetsBsi,
            Map<String, Integer> lacking,
            int unknownLicenses,
            int duplicates,
            int problemCount,
            List<String> problems,
            boolean withdrawn,
            String by,
            Instant at) {}

    record SbomComponentBody(
            int number,
            String type,
            String group,
            String name,
            String version,
            String supplier,
            List<String> purls,
            List<String> cpes,
            List<String> licenses,
            List<String> hashes,
            List<String> lacking,
            boolean unknownLicense,
            boolean duplicate,
            String place) {}

    /**
     * A component that came, went or changed.
     *
     * @param before its version; null: it came
     * @param after its version; null: it went
     * @param fields what of it changed
     */
    record SbomChangeBody(
            String name, @Nullable String before, @Nullable String after, List<String> fields) {}

    record SbomDifferenceBody(int added, int removed, int changed, int unchanged, List<SbomChangeBody> changes) {}

    record SbomWithdrawalBody(String reason) {}

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "sbom.list")
    Answer<Listing<SbomBody>> list(
            @PathVariable String code,
            Paging paging,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        List<Sbom> all = store.of(series.id());
        return Answer.of(paging.of(all, s -> s.id().toString(), s -> body(s, all, ui)));
    }

    @PostMapping(ALL)
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "sbom.import", status = 201, takesFile = true)
    Answer<SbomBody> take(
            @PathVariable String code,
            @RequestParam String fileName,
            @RequestParam(defaultValue = "") String release,
            @RequestParam(defaultValue = "false") boolean whole,
            @RequestParam(defaultValue = "false") boolean soundRest,
            HttpServletRequest request,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui)
            throws IOException {
        Series series = products.requireInUse(code, person);
        Release of = products.releaseNamed(series, release);
        StoredFile file = blobs.store(request.getInputStream(), fileName, request.getContentLengthLong());
        try {
            Sbom sbom = sboms.take(series, new Sboms.Told(of, whole, soundRest, "api"), file, person);
            return Answer.of(body(sbom, store.of(series.id()), ui))
                    .at("/api/v1/series/" + series.code() + "/sboms/" + sbom.id());
        } catch (RefusedSbomException e) {
            String first = SbomWords.say(e.problems().getFirst(), ui);
            throw e.components() == 0
                    ? new Problem(422, "sbom.refused", first)
                    : new Problem(422, "sbom.faulty", e.problemCount(), first, e.components());
        }
    }

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    @Operation(id = "sbom.get")
    Answer<SbomBody> get(
            @PathVariable String code,
            @PathVariable UUID id,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return Answer.of(body(sboms.require(series, id), store.of(series.id()), ui));
    }

    @GetMapping(ONE + "/components")
    @Requires(Act.VIEW)
    @Operation(id = "sbom.components")
    Answer<Listing<SbomComponentBody>> components(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false)
                    @OneOf({
                        "no-supplier",
                        "no-name",
                        "no-version",
                        "no-identifier",
                        "no-dependency",
                        "no-license",
                        "no-hash",
                        "unknown-license",
                        "duplicate"
                    })
                    @Nullable
                    String only,
            Paging paging,
            @AuthenticationPrincipal Person person) {
        Sbom sbom = sboms.require(products.require(code, person), id);
        List<ListedComponent> found = store.behind(
                sbom.id(), ComponentFilter.of(q, only == null ? "" : only), paging.afterNumber(), paging.limit() + 1);
        return Answer.of(paging.found(found, c -> Integer.toString(c.number()), SbomApi::body));
    }

    @GetMapping(ONE + "/difference")
    @Requires(Act.VIEW)
    @Operation(id = "sbom.difference")
    Answer<SbomDifferenceBody> difference(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable UUID with,
            @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        BomDifference difference = sboms.difference(sboms.other(series, with), sboms.require(series, id));
        return Answer.of(new SbomDifferenceBody(
                difference.added().size(),
                difference.removed().size(),
                difference.changed().size(),
                difference.unchanged(),
                changes(difference)));
    }

    private static List<SbomChangeBody> changes(BomDifference difference) {
        List<SbomChangeBody> changes = new ArrayList<>();
        difference.added().forEach(c -> changes.add(new SbomChangeBody(c.title(), null, c.version(), List.of())));
        difference.removed().forEach(c -> changes.add(new SbomChangeBody(c.title(), c.version(), null, List.of())));
        difference
                .changed()
                .forEach(c -> changes.add(new SbomChangeBody(
                        c.after().title(),
                        c.before().version(),
                        c.after().version(),
                        c.fields().stream().map(SbomApi::code).toList())));
        return changes.stream().limit(CHANGES_MAX).toList();
    }

    @GetMapping(path = ONE + "/document", produces = MediaType.ALL_VALUE)
    @Requires(Act.VIEW)
    @Recorded("take.file")
    @Operation(id = "sbom.document", file = "*/*")
    ResponseEntity<InputStreamResource> document(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "cyclonedx") @OneOf({"cyclonedx", "spdx", "spdx3"}) String as,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        SbomFiles.Written format = SbomFiles.Written.parse(as).orElseThrow();
        return SbomPages.file(sboms, sboms.require(series, id), format, series, ui.organisationName());
    }

    @PostMapping(ONE + "/withdraw")
    @Requires(Act.RESOLVE)
    @Operation(id = "sbom.withdraw")
    Answer<SbomBody> withdraw(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body SbomWithdrawalBody sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        sboms.withdraw(series, sboms.require(series, id), sent.reason(), person);
        return Answer.of(body(sboms.require(series, id), store.of(series.id()), ui));
    }

    private SbomBody body(Sbom sbom, List<Sbom> all, Ui ui) {
        Map<String, Integer> lacking = new TreeMap<>();
        sbom.lacks().forEach((element, count) -> lacking.put(code(element), count));
        return new SbomBody(
                sbom.id(),
                products.release(sbom.releaseId()).map(Release::name).orElse(""),
                log.byId(sbom.evidenceId()).map(EvidenceDetails::code).orElse(""),
                sbom.formatWords(),
                sbom.created(),
                sbom.authors(),
                sbom.tools(),
                sbom.subject(),
                sbom.whole(),
                sbom.sound(),
                Sboms.counting(all, sbom.releaseId()).filter(sbom::equals).isPresent(),
                sbom.records(),
                sbom.components(),
                sbom.meetsNtia(),
                sbom.meetsBsi(),
                lacking,
                sbom.unknownLicenses(),
                sbom.duplicates(),
                sbom.problemCount(),
                SbomWords.say(sbom.problems(), ui),
                sbom.withdrawn() != null,
                sbom.takenName(),
                sbom.takenAt());
    }

    private static SbomComponentBody body(ListedComponent listed) {
        Component component = listed.component();
        return new SbomComponentBody(
                listed.number(),
                component.type(),
                component.group(),
                component.name(),
                component.version(),
                component.supplier(),
                component.purls(),
                component.cpes(),
                component.licenses().stream().map(Component.License::text).toList(),
                component.hashes().stream()
                        .map(h -> h.algorithm() + ":" + h.value())
                        .toList(),
                listed.lacks().stream().map(SbomApi::code).sorted().toList(),
                listed.unknownLicense(),
                listed.duplicate(),
                component.place());
    }

    private static String code(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
