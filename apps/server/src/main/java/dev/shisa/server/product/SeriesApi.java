package dev.shisa.server.product;

import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.web.Ui;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Series, model numbers, releases, change impact and register items for programs. */
@Controller
class SeriesApi {

    private static final String SERIES = "/api/v1/series/";

    private final Products products;
    private final OutNow outNow;
    private final Catalogues catalogues;

    SeriesApi(Products products, Catalogues catalogues, OutNow outNow) {
        this.outNow = outNow;
        this.products = products;
        this.catalogues = catalogues;
    }

    /** A series; {@code designated} is the release that the label is for. */
    record SeriesBody(
            UUID id,
            String code,
            String name,
            String nameEn,
            String kind,
            String about,
            @Nullable UUID designated,
            boolean archived,
            int version) {}

    record NewSeriesBody(
            String code,
            String name,
            @Nullable String nameEn,
            String kind,
            @Nullable String about,
            @Nullable List<String> models,
            @Nullable String release) {}

    /** @param nameEn missing: it stays */
    record SeriesChange(
            String code,
            String name,
            @Nullable String nameEn,
            String kind,
            @Nullable String about) {}

    record ArchiveBody(boolean archived) {}

    record ModelBody(UUID id, String number, String differences, int version) {}

    record NewModelBody(String number, @Nullable String differences) {}

    record NewModelsBody(List<NewModelBody> models) {}

    /**
     * A version.
     *
     * @param cautions where its day was given or changed: what stands against giving it out, or leaves that open; null: not asked
     */
    record ReleaseBody(
            UUID id,
            String name,
            @Nullable LocalDate releasedOn,
            String notes,
            @Nullable UUID predecessor,
            boolean designated,
            int version,
            @Nullable List<String> cautions) {}

    record ReleaseChange(
            String name,
            @Nullable LocalDate releasedOn,
            @Nullable String notes,
            @Nullable UUID predecessor) {}

    /**
     * A signed statement which requirements a release touches against its predecessor.
     *
     * @param counts false while it waits for a second person: nothing is inherited by it
     */
    record ImpactBody(
            UUID id,
            UUID predecessor,
            List<String> frameworks,
            List<String> touched,
            String reason,
            String signedBy,
            Instant signedAt,
            boolean counts,
            @Nullable String confirmedBy,
            @Nullable Instant confirmedAt) {}

    /**
     * Whoever signs looked at these guides; of every other guide, all requirements count as touched.
     *
     * @param touched requirements as {@code framework/number}
     */
    record NewImpactBody(List<String> frameworks, List<String> touched, String reason) {}

    /** @param impact the statement that was read */
    record ConfirmImpactBody(UUID impact) {}

    record ItemBody(UUID id, String collection, String code, String name, String note, int version) {}

    record ItemChange(String name, @Nullable String note) {}

    // Series

    @GetMapping("/api/v1/series")
    @Requires(Act.VIEW)
    @Operation(id = "series.list")
    Answer<Listing<SeriesBody>> list(
            @RequestParam(defaultValue = "false") boolean archived,
            Paging paging,
            @AuthenticationPrincipal Person person) {
        List<Series> found = products.behind(person, archived, paging.afterId(), paging.limit() + 1);
        return Answer.of(paging.found(found, series -> series.id().toString(), series -> body(series, archived)));
    }

    @GetMapping("/api/v1/series/{code}")
    @Requires(Act.VIEW)
    @Operation(id = "series.get")
    Answer<SeriesBody> get(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return answer(products.require(code, person));
    }

    @PostMapping("/api/v1/series")
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "series.create", status = 201)
    Answer<SeriesBody> create(@Body NewSeriesBody sent, @AuthenticationPrincipal Person person) {
        Series made = products.create(
                new NewSeries(
                        sent.code(),
                        sent.name(),
                        orEmpty(sent.nameEn()),
                        sent.kind(),
                        orEmpty(sent.about()),
                        sent.models() == null ? List.of() : sent.models(),
                        orEmpty(sent.release())),
                person);
        return answer(made).at(SERIES + made.code());
    }

    @PutMapping("/api/v1/series/{code}")
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "series.change")
    Answer<SeriesBody> change(
            @PathVariable String code, @Body SeriesChange sent, IfMatch seen, @AuthenticationPrincipal Person person) {
        Series stored = products.requireInUse(code, person);
        return answer(products.edit(
                new Series(
                        stored.id(),
                        sent.code(),
                        sent.name(),
                        Objects.requireNonNullElse(sent.nameEn(), stored.nameEn()),
                        sent.kind(),
                        orEmpty(sent.about()),
                        stored.designated(),
                        seen.require(stored.version())),
                person));
    }

    @PutMapping("/api/v1/series/{code}/archived")
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "series.archive")
    Answer<SeriesBody> archive(
            @PathVariable String code, @Body ArchiveBody sent, @AuthenticationPrincipal Person person) {
        Series stored = products.require(code, person);
        if (products.isArchived(stored.id()) != sent.archived()) {
            products.archive(stored, sent.archived(), person);
        }
        return answer(products.require(code, person));
    }

    // Models

    @GetMapping("/api/v1/series/{code}/models")
    @Requires(Act.VIEW)
    @Operation(id = "model.list")
    Answer<Listing<ModelBody>> models(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        return Answer.of(
                paging.of(products.models(series.id()), model -> model.id().toString(), SeriesApi::body));
    }

    @PostMapping("/api/v1/series/{code}/models")
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "model.add", status = 201)
    Answer<Listing<ModelBody>> addModels(
            @PathVariable String code, @Body NewModelsBody sent, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Set<UUID> before = new HashSet<>();
        products.models(series.id()).forEach(model -> before.add(model.id()));
        products.addModels(
                series,
                sent.models().stream()
                        .map(model -> new Products.NewModel(model.number(), orEmpty(model.differences())))
                        .toList(),
                person);
        return Answer.of(new Listing<>(
                products.models(series.id()).stream()
                        .filter(model -> !before.contains(model.id()))
                        .map(SeriesApi::body)
                        .toList(),
                null));
    }

    @PutMapping("/api/v1/series/{code}/models/{id}")
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "model.change")
    Answer<ModelBody> changeModel(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body NewModelBody sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Model stored = model(series, id);
        products.editModel(
                series,
                new Model(id, series.id(), sent.number(), orEmpty(sent.differences()), seen.require(stored.version())),
                person);
        Model now = model(series, id);
        return Answer.of(body(now)).version(now.version());
    }

    @DeleteMapping("/api/v1/series/{code}/models/{id}")
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "model.remove")
    Answer<Done> removeModel(
            @PathVariable String code, @PathVariable UUID id, IfMatch seen, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        products.removeModel(series, id, seen.require(model(series, id).version()), person);
        return Done.ANSWER;
    }

    // Releases

    @GetMapping("/api/v1/series/{code}/releases")
    @Requires(Act.VIEW)
    @Operation(id = "release.list")
    Answer<Listing<ReleaseBody>> releases(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        return Answer.of(paging.of(
                products.releases(series.id()), release -> release.id().toString(), release -> body(series, release)));
    }

    @GetMapping("/api/v1/series/{code}/releases/{id}")
    @Requires(Act.VIEW)
    @Operation(id = "release.get")
    Answer<ReleaseBody> release(
            @PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        Release release = release(series, id);
        return Answer.of(body(series, release)).version(release.version());
    }

    @PostMapping("/api/v1/series/{code}/releases")
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "release.add", status = 201)
    Answer<ReleaseBody> addRelease(
            @PathVariable String code,
            @Body ReleaseChange sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        Release made = products.addRelease(
                series, sent.name(), sent.releasedOn(), orEmpty(sent.notes()), sent.predecessor(), person);
        return Answer.of(body(products.require(code, person), made, cautions(series, made, ui)))
                .version(made.version());
    }

    /** Whoever gives a version out is told what stands against it. */
    private @Nullable List<String> cautions(Series series, Release release, Ui ui) {
        return release.releasedOn() == null
                ? null
                : outNow.against(series, release, ui.locale()).stream()
                        .flatMap(caution -> caution.sentences().stream())
                        .toList();
    }

    @PutMapping("/api/v1/series/{code}/releases/{id}")
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "release.change")
    Answer<ReleaseBody> changeRelease(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body ReleaseChange sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        Release stored = release(series, id);
        Release now = products.editRelease(
                new Release(
                        id,
                        series.id(),
                        sent.name(),
                        sent.releasedOn(),
                        orEmpty(sent.notes()),
                        sent.predecessor(),
                        seen.require(stored.version())),
                person);
        return Answer.of(body(series, now, cautions(series, now, ui))).version(now.version());
    }

    @PostMapping("/api/v1/series/{code}/releases/{id}/designate")
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "release.designate")
    Answer<ReleaseBody> designate(
            @PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        products.designate(series, id, person);
        Release now = release(series, id);
        return Answer.of(body(products.require(code, person), now)).version(now.version());
    }

    // Change impact

    @GetMapping("/api/v1/series/{code}/releases/{id}/impact")
    @Requires(Act.VIEW)
    @Operation(id = "impact.list")
    Answer<Listing<ImpactBody>> impacts(
            @PathVariable String code, @PathVariable UUID id, Paging paging, @AuthenticationPrincipal Person person) {
        Release release = release(products.require(code, person), id);
        return Answer.of(
                paging.of(products.impacts(release.id()), impact -> impact.id().toString(), SeriesApi::body));
    }

    @PostMapping("/api/v1/series/{code}/releases/{id}/impact")
    @Requires(Act.RESOLVE)
    @Operation(id = "impact.sign", status = 201)
    Answer<ImpactBody> sign(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body NewImpactBody sent,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Set<String> frameworks = new HashSet<>();
        for (int i = 0; i < sent.frameworks().size(); i++) {
            frameworks.add(framework(sent.frameworks().get(i), "/frameworks/" + i));
        }
        Set<RequirementId> touched = new HashSet<>();
        for (int i = 0; i < sent.touched().size(); i++) {
            RequirementId requirement = requirement(sent.touched().get(i), "/touched/" + i);
            frameworks.add(requirement.framework());
            touched.add(requirement);
        }
        return Answer.of(body(products.signImpact(series, id, frameworks, touched, sent.reason(), person)));
    }

    @PostMapping("/api/v1/series/{code}/releases/{id}/impact/confirm")
    @Requires(Act.CONFIRM)
    @Operation(id = "impact.confirm")
    Answer<ImpactBody> confirm(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body ConfirmImpactBody sent,
            @AuthenticationPrincipal Person person) {
        return Answer.of(body(products.confirmImpact(products.requireInUse(code, person), id, sent.impact(), person)));
    }

    // Register items

    @GetMapping("/api/v1/series/{code}/register/{collection}")
    @Requires(Act.VIEW)
    @Operation(id = "item.list")
    Answer<Listing<ItemBody>> items(
            @PathVariable String code,
            @PathVariable String collection,
            Paging paging,
            @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        return Answer.of(paging.of(
                products.items(series.id(), known(collection)),
                item -> item.id().toString(),
                SeriesApi::body));
    }

    @PutMapping("/api/v1/series/{code}/register/{collection}/{id}")
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "item.rename")
    Answer<ItemBody> rename(
            @PathVariable String code,
            @PathVariable String collection,
            @PathVariable UUID id,
            @Body ItemChange sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        RegisterItem stored = products.items(series.id(), known(collection)).stream()
                .filter(item -> item.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "item.unknown"));
        RegisterItem now = products.renameItem(
                series, id, sent.name(), orEmpty(sent.note()), seen.require(stored.version()), person);
        return Answer.of(body(now)).version(now.version());
    }

    private String framework(String text, String pointer) {
        return catalogues.current().frameworks().stream()
                .map(Framework::id)
                .filter(text::equals)
                .findFirst()
                .orElseThrow(() -> new BadField(pointer, "framework", text));
    }

    private RequirementId requirement(String text, String pointer) {
        return RequirementId.parse(text)
                .filter(id -> catalogues.current().requirement(id).isPresent())
                .orElseThrow(() -> new BadField(pointer, "requirement", text));
    }

    private String known(String collection) {
        return catalogues
                .current()
                .vocabulary()
                .collection(collection)
                .orElseThrow(() -> new Problem(404, "collection.unknown", collection))
                .id();
    }

    private Model model(Series series, UUID id) {
        return products.models(series.id()).stream()
                .filter(model -> model.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "model.unknown"));
    }

    private Release release(Series series, UUID id) {
        return products.release(id)
                .filter(release -> release.seriesId().equals(series.id()))
                .orElseThrow(() -> new Problem(404, "release.unknown"));
    }

    private Answer<SeriesBody> answer(Series series) {
        return Answer.of(body(series, products.isArchived(series.id()))).version(series.version());
    }

    private static SeriesBody body(Series series, boolean archived) {
        return new SeriesBody(
                series.id(),
                series.code(),
                series.name(),
                series.nameEn(),
                series.kind(),
                series.about(),
                series.designated(),
                archived,
                series.version());
    }

    private static ModelBody body(Model model) {
        return new ModelBody(model.id(), model.number(), model.differences(), model.version());
    }

    private static ReleaseBody body(Series series, Release release) {
        return body(series, release, null);
    }

    private static ReleaseBody body(Series series, Release release, @Nullable List<String> cautions) {
        return new ReleaseBody(
                release.id(),
                release.name(),
                release.releasedOn(),
                release.notes(),
                release.predecessor(),
                Objects.equals(series.designated(), release.id()),
                release.version(),
                cautions);
    }

    private static ImpactBody body(ChangeImpact impact) {
        Confirmation confirmed = impact.confirmed();
        return new ImpactBody(
                impact.id(),
                impact.predecessorId(),
                impact.frameworks().stream().sorted().toList(),
                impact.touched().stream().map(RequirementId::toString).sorted().toList(),
                impact.reason(),
                impact.signedName(),
                impact.signedAt(),
                !impact.waits(),
                confirmed == null ? null : confirmed.by(),
                confirmed == null ? null : confirmed.at());
    }

    private static ItemBody body(RegisterItem item) {
        return new ItemBody(item.id(), item.collection(), item.code(), item.name(), item.note(), item.version());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
