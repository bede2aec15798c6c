package dev.shisa.server.portal;

import dev.shisa.advisory.provider.Provider;
import dev.shisa.server.advisory.AdvisoryContent;
import dev.shisa.server.advisory.AdvisoryWords;
import dev.shisa.server.advisory.ConcernedProduct;
import dev.shisa.server.advisory.IssuedAdvisory;
import dev.shisa.server.advisory.OwnAdvisories;
import dev.shisa.server.advisory.SigningKey;
import dev.shisa.server.advisory.SigningKeys;
import dev.shisa.server.document.Content;
import dev.shisa.server.document.DocumentKind;
import dev.shisa.server.document.Section;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.PublicFile;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.shipment.PublicStop;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All public files of one moment. Which addresses there are is fixed; each file is made when it is first asked for, and kept. */
final class PublicPages {

    private static final String HTML = "text/html;charset=UTF-8";
    private static final String TEXT = "text/plain;charset=UTF-8";
    private static final List<String> LANGUAGES = List.of("ja", "en");

    /** RFC 9116 recommends less than a year; it is made anew every day. */
    private static final Duration SECURITY_HOLDS = Duration.ofDays(180);

    private static final int HOME_ROWS_MAX = 5;
    private static final int NOTICES_MAX = 3;
    private static final int FEED_MAX = 50;
    private static final int QUERY_CHARS_MAX = 100;

    private final PublicData.Read read;
    private final PortalFrames frames;
    private final SigningKeys keys;
    private final Function<String, Ui> uis;
    private final TemplateEngine templates;
    private final Map<String, Supplier<PublicFile>> makers = new HashMap<>();
    private final Map<String, PublicFile> made = new ConcurrentHashMap<>();

    PublicPages(
            PublicData.Read read,
            PortalFrames frames,
            SigningKeys keys,
            Function<String, Ui> uis,
            TemplateEngine templates) {
        this.read = read;
        this.frames = frames;
        this.keys = keys;
        this.uis = uis;
        this.templates = templates;
        if (read.portal().on()) {
            LANGUAGES.forEach(this::pages);
            files();
        }
    }

    PublicData.Read read() {
        return read;
    }

    boolean isOn() {
        return read.portal().on();
    }

    Set<String> paths() {
        return makers.keySet();
    }

    Optional<PublicFile> file(String path) {
        PublicFile known = made.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        Supplier<PublicFile> maker = makers.get(path);
        return maker == null ? Optional.empty() : Optional.of(made.computeIfAbsent(path, p -> maker.get()));
    }

    /** What is said while nothing is public: nothing, not even by whom. */
    PublicFile closed(String language) {
        return made.computeIfAbsent(
                "closed:" + language, p -> PublicFile.text(uis.apply(language).t("portal.closed") + "\n", TEXT));
    }

    PublicFile missing(String language) {
        return made.computeIfAbsent("missing:" + language, p -> html("portal/missing.jte", language, "", Map.of()));
    }

    private void pages(String language) {
        String root = PublicSite.ROOT + language + "/";
        makers.put(root, () -> home(language));
        makers.put(root + "advisories/", () -> list(language, "", read.issued()));
        makers.put(root + "contact/", () -> contact(language));
        makers.put(root + "policy/", () -> policy(language));
        makers.put(root + "status/", () -> status(language));
        makers.put(root + "feed.atom", () -> atom(language));
        makers.put(root + "feed.rss", () -> rss(language));
        read.products()
                .forEach(product -> makers.put(
                        root + "products/" + product.series().code().toLowerCase(Locale.ROOT) + "/",
                        () -> product(language, product)));
        read.issued()
                .forEach(issued ->
                        makers.put(root + "advisories/" + issued.name() + "/", () -> advisory(language, issued)));
    }

    private void files() {
        read.products()
                .forEach(product -> makers.put(
                        PublicSite.ROOT + "device/" + product.series().code().toLowerCase(Locale.ROOT) + ".json",
                        () -> device(product)));
        read.csaf()
                .forEach((path, bytes) ->
                        makers.put(PublicSite.PROVIDER + path, () -> PublicFile.of(bytes, type(path))));
        folders(read.csaf().keySet())
                .forEach((folder, names) -> makers.put(PublicSite.PROVIDER + folder, () -> listing(folder, names)));
        makers.put(PublicSite.SECURITY, () -> PublicFile.text(security(), TEXT));
        read.keys()
                .forEach(key -> makers.put(keyPath(key), () -> PublicFile.text(key.armored(), "application/pgp-keys")));
        if (!read.issuer().reportKey().isEmpty()) {
            makers.put(
                    PublicSite.ROOT + "report-key.asc",
                    () -> PublicFile.text(read.issuer().reportKey() + "\n", "application/pgp-keys"));
        }
        if (!read.checkpoint().isEmpty()) {
            makers.put(PublicSite.ROOT + "checkpoint", () -> PublicFile.text(read.checkpoint(), TEXT));
        }
    }

    /** Each folder of the provider with what lies in it: readers go from folder to folder (CSAF 2.0, requirement 14). */
    private static SortedMap<String, SortedSet<String>> folders(Set<String> paths) {
        SortedMap<String, SortedSet<String>> folders = new TreeMap<>();
        for (String path : paths) {
            String below = path;
            while (!below.isEmpty()) {
                int slash = below.lastIndexOf('/', below.length() - 2);
                String folder = below.substring(0, slash + 1);
                folders.computeIfAbsent(folder, _ -> new TreeSet<>()).add(below.substring(slash + 1));
                below = folder;
            }
        }
        return folders;
    }

    private static PublicFile listing(String folder, SortedSet<String> names) {
        String title = escaped(PublicSite.PROVIDER + folder);
        StringBuilder out = new StringBuilder(
                        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(title)
                .append("</title></head><body><h1>")
                .append(title)
                .append("</h1><ul>\n");
        for (String name : names) {
            String shown = escaped(name);
            out.append("<li><a href=\"")
                    .append(shown)
                    .append("\">")
                    .append(shown)
                    .append("</a></li>\n");
        }
        return PublicFile.text(out.append("</ul></body></html>\n").toString(), HTML);
    }

    private static String keyPath(SigningKey key) {
        return PublicSite.ROOT + "openpgp/" + key.fingerprint() + ".asc";
    }

    private static String type(String path) {
        return path.endsWith(".json") ? "application/json" : path.endsWith(".csv") ? "text/csv;charset=UTF-8" : TEXT;
    }

    // Pages

    private PublicFile html(String template, String language, String below, Map<String, Object> model) {
        Ui ui = uis.apply(language);
        String other = language.equals("ja") ? "en" : "ja";
        Map<String, Object> params = new HashMap<>(model);
        params.put("ui", ui);
        params.put("frame", frames.of(read.issuer().name(language), ui, PublicSite.ROOT + other + "/" + below));
        Utf8ByteOutput output = new Utf8ByteOutput();
        templates.render(template, params, output);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(output.getContentLength());
        try {
            output.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return PublicFile.of(bytes.toByteArray(), HTML);
    }

    private PublicView.Contact side(String language) {
        return side(language, "");
    }

    /** @param code of the series that the page is about; empty: of none */
    private PublicView.Contact side(String language, String code) {
        String root = PublicSite.ROOT + language + "/";
        String notices = PublicSite.ROOT + "notices?lang=" + language + (code.isEmpty() ? "" : "&product=" + code);
        return new PublicView.Contact(
                read.issuer().mail(),
                root + "contact/",
                read.policy() == null ? "" : root + "policy/",
                read.mails() ? notices : "",
                root + "status/");
    }

    private PublicFile home(String language) {
        Ui ui = uis.apply(language);
        return html(
                "portal/home.jte",
                language,
                "",
                Map.of(
                        "about",
                        read.portal().about(language),
                        "notices",
                        going(null, ui),
                        "products",
                        read.products().stream().map(one -> line(one, ui)).toList(),
                        "rows",
                        read.issued().stream()
                                .limit(HOME_ROWS_MAX)
                                .map(one -> row(one, ui))
                                .toList(),
                        "advisories",
                        read.issued().size(),
                        "contact",
                        side(language)));
    }

    private PublicView.Product line(PublicProduct product, Ui ui) {
        return new PublicView.Product(
                productPath(product.series().code(), ui.lang()),
                product.series().name(ui.lang()),
                kind(product, ui),
                String.join(ui.t("people.and"), product.models()),
                product.releases().isEmpty()
                        ? ""
                        : product.releases().getFirst().name(),
                product.supportEnds() == null
                        ? ui.t("portal.support.unsaid")
                        : ui.t("portal.support.until", product.supportEnds().toString()));
    }

    /** What it is, in the maker's words; there are none in English, so its English name has to do where it has one. */
    private static String kind(PublicProduct product, Ui ui) {
        return ui.lang().equals("en") && !product.series().nameEn().isEmpty()
                ? ""
                : product.series().kind();
    }

    private static String productPath(String code, String language) {
        return PublicSite.ROOT + language + "/products/" + code.toLowerCase(Locale.ROOT) + "/";
    }

    private String shownProduct(String code, String language) {
        return read.products().stream().anyMatch(one -> one.series().code().equals(code))
                ? productPath(code, language)
                : "";
    }

    private static String advisoryPath(IssuedAdvisory issued, String language) {
        return PublicSite.ROOT + language + "/advisories/" + issued.name() + "/";
    }

    private static PublicView.Row row(IssuedAdvisory issued, Ui ui) {
        AdvisoryContent content = issued.content();
        return new PublicView.Row(
                advisoryPath(issued, ui.lang()),
                content.title().in(ui.lang()),
                issued.tracking(),
                content.cve(),
                content.withdrawn() ? "" : AdvisoryWords.severity(content, ui).orElse(""),
                !content.withdrawn() && AdvisoryWords.isSevere(content),
                AdvisoryWords.remedy(content, issued.products(), ui),
                ui.day(issued.current()));
    }

    private PublicFile list(String language, String query, List<IssuedAdvisory> found) {
        Ui ui = uis.apply(language);
        return html(
                "portal/advisories.jte",
                language,
                "advisories/",
                Map.of(
                        "rows",
                        found.stream().map(one -> row(one, ui)).toList(),
                        "total",
                        read.issued().size(),
                        "query",
                        query,
                        "contact",
                        side(language)));
    }

    /** The list with what has all words; made for each reader. */
    PublicFile search(String query, String language) {
        String cut = query.strip()
                .substring(0, Math.min(QUERY_CHARS_MAX, query.strip().length()));
        return list(language, cut, SearchWords.of(cut).among(read.issued(), PublicPages::searched));
    }

    private static String searched(IssuedAdvisory issued) {
        AdvisoryContent content = issued.content();
        StringBuilder all = new StringBuilder(issued.tracking())
                .append('\n')
                .append(content.cve())
                .append('\n')
                .append(content.title().ja())
                .append('\n')
                .append(content.title().en())
                .append('\n')
                .append(content.summary().ja())
                .append('\n')
                .append(content.summary().en());
        for (ConcernedProduct product : issued.products()) {
            all.append('\n')
                    .append(product.name())
                    .append('\n')
                    .append(product.nameEn())
                    .append('\n')
                    .append(String.join("\n", product.models()));
        }
        return all.toString();
    }

    private PublicFile advisory(String language, IssuedAdvisory issued) {
        Ui ui = uis.apply(language);
        return html(
                "portal/advisory.jte",
                language,
                "advisories/" + issued.name() + "/",
                Map.of(
                        "page",
                        AdvisoryWords.page(
                                issued.content(),
                                issued.products(),
                                issued.tracking(),
                                issued.revisions(),
                                code -> shownProduct(code, language),
                                documents(issued, ui),
                                ui),
                        "contact",
                        side(language)));
    }

    /** The same for programs, in each version of CSAF in which there is a document. */
    private static List<Parts.Crumb> documents(IssuedAdvisory issued, Ui ui) {
        List<Parts.Crumb> documents = new ArrayList<>();
        for (IssuedAdvisory.Edition edition : issued.editions()) {
            String json = PublicSite.PROVIDER + issued.csafPath(edition);
            String name = "CSAF " + edition.version().number();
            documents.add(new Parts.Crumb(name + " (JSON)", json));
            documents.add(new Parts.Crumb(name + ": " + ui.t("portal.signature"), json + ".asc"));
            documents.add(new Parts.Crumb(name + ": SHA-512", json + ".sha512"));
        }
        return documents;
    }

    private PublicFile status(String language) {
        Ui ui = uis.apply(language);
        return html(
                "portal/status.jte",
                language,
                "status/",
                Map.of(
                        "open",
                        read.statuses().stream()
                                .filter(one -> !one.over())
                                .map(one -> status(one, ui))
                                .toList(),
                        "over",
                        read.statuses().stream()
                                .filter(PublicStatus::over)
                                .map(one -> status(one, ui))
                                .toList(),
                        "day",
                        read.at().atZone(Ui.ZONE).toLocalDate().toString(),
                        "contact",
                        side(language)));
    }

    private PublicView.Status status(PublicStatus one, Ui ui) {
        String state = one.steps().getFirst().state();
        UUID series = one.series();
        return new PublicView.Status(
                one.id().toLowerCase(Locale.ROOT),
                one.title().in(ui.lang()),
                read.products().stream()
                        .filter(product -> product.series().id().equals(series))
                        .map(product -> product.series().name(ui.lang()))
                        .findFirst()
                        .orElse(ui.t("portal.status.all")),
                one.over() ? state.equals("resolved") ? "met" : "unknown" : "recheck",
                ui.t("portal.status.state." + state),
                one.steps().stream()
                        .map(step -> new Parts.Crumb(
                                ui.t(
                                        "portal.status.step",
                                        ui.minute(step.at()),
                                        ui.t("portal.status.state." + step.state())),
                                step.text().in(ui.lang())))
                        .toList());
    }

    private static String statusPath(PublicStatus one, String language) {
        return PublicSite.ROOT + language + "/status/#" + one.id().toLowerCase(Locale.ROOT);
    }

    /** What is wrong now, for the top of a page; of one series what is about it or about all, else everything. */
    private List<PublicView.Notice> going(@Nullable UUID series, Ui ui) {
        return read.statuses().stream()
                .filter(one -> !one.over() && (series == null || one.series() == null || series.equals(one.series())))
                .limit(NOTICES_MAX)
                .map(one -> new PublicView.Notice(
                        one.title().in(ui.lang()),
                        one.steps().getFirst().text().in(ui.lang()),
                        statusPath(one, ui.lang())))
                .toList();
    }

    private PublicFile policy(String language) {
        Content policy = read.policy();
        Locale locale = Locale.forLanguageTag(language);
        String own = policy == null ? language : policy.language(locale);
        return html(
                "portal/policy.jte",
                language,
                "policy/",
                Map.of(
                        "title",
                        policy == null ? "" : policy.title(locale),
                        "language",
                        own,
                        "sections",
                        policy == null ? List.<Section>of() : policy.sections(own),
                        "contact",
                        side(language)));
    }

    private PublicFile contact(String language) {
        return html(
                "portal/contact.jte",
                language,
                "contact/",
                Map.of(
                        "page",
                        new PublicView.ContactPage(
                                read.issuer().mail(),
                                read.issuer().phone(),
                                read.issuer().reportKey().isEmpty() ? "" : PublicSite.ROOT + "report-key.asc",
                                read.policy() != null,
                                read.keys().stream()
                                        .map(key -> new Parts.Crumb(key.grouped(), keyPath(key)))
                                        .toList(),
                                read.checkpoint())));
    }

    private PublicFile product(String language, PublicProduct product) {
        Ui ui = uis.apply(language);
        List<IssuedAdvisory> own =
                OwnAdvisories.concerning(read.issued(), product.series().id());
        List<IssuedAdvisory> open = own.stream()
                .filter(one -> !one.content().withdrawn() && one.content().kind() == AdvisoryContent.Kind.ADVISORY)
                .toList();
        String name = product.series().name(language);
        LocalDate ends = product.supportEnds();
        LocalDate today = read.at().atZone(Ui.ZONE).toLocalDate();
        boolean over = ends != null && ends.isBefore(today);
        PublicProduct.Out latest =
                product.releases().isEmpty() ? null : product.releases().getFirst();
        return html(
                "portal/product.jte",
                language,
                "products/" + product.series().code().toLowerCase(Locale.ROOT) + "/",
                Map.of(
                        "page",
                        new PublicView.ProductPage(
                                ends == null
                                        ? ui.t("portal.product.title.unsaid", name)
                                        : ui.t(
                                                over ? "portal.product.title.over" : "portal.product.title",
                                                name,
                                                date(ends, ui)),
                                ui.t("portal.product.lead", String.join(ui.t("people.and"), product.models())),
                                latest == null ? "" : latest.name(),
                                latest == null
                                        ? ""
                                        : ui.t("portal.released", latest.day().toString()),
                                open.size(),
                                open.isEmpty()
                                        ? ui.t("portal.advisories.open.none")
                                        : ui.t("portal.advisories.open.below"),
                                ends == null ? ui.t("portal.support.unsaid") : ends.toString(),
                                ends == null ? "" : over ? ui.t("portal.support.over") : left(today, ends, ui),
                                going(product.series().id(), ui),
                                Stream.concat(stopped(product, ui), notices(open, product, ui).stream())
                                        .toList(),
                                own.stream().map(one -> row(one, ui)).toList(),
                                product.releases().stream()
                                        .map(release -> release(release, own, product, ui))
                                        .toList(),
                                texts(product, ui),
                                stops(product).stream()
                                        .map(one -> stop(one, product, ui))
                                        .toList(),
                                product.label().getOrDefault(language, "")),
                        "contact",
                        side(language, product.series().code())));
    }

    private static String date(LocalDate day, Ui ui) {
        return ui.lang().equals("ja")
                ? day.getYear() + "年" + ui.dayInWords(day)
                : ui.dayInWords(day) + " " + day.getYear();
    }

    private static String left(LocalDate today, LocalDate ends, Ui ui) {
        Period left = Period.between(today, ends.plusDays(1));
        return left.getYears() > 0
                ? ui.t("portal.support.left.years", left.getYears(), left.getMonths())
                : left.getMonths() > 0
                        ? ui.t("portal.support.left.months", left.getMonths())
                        : ui.t("portal.support.left.days", ChronoUnit.DAYS.between(today, ends));
    }

    private List<PublicStop> stops(PublicProduct product) {
        return read.stops().stream()
                .filter(one -> one.series().equals(product.series().id()))
                .toList();
    }

    /** What is not shipped now, for the top of the page. */
    private Stream<PublicView.Notice> stopped(PublicProduct product, Ui ui) {
        return stops(product).stream()
                .filter(one -> one.state().equals("stopped") || one.state().equals("withdrawing"))
                .map(one -> new PublicView.Notice(
                        ui.t("portal.stop.state." + one.state()),
                        one.reason().in(ui.lang()),
                        "#" + one.code().toLowerCase(Locale.ROOT)));
    }

    private static PublicView.Stop stop(PublicStop one, PublicProduct product, Ui ui) {
        List<Parts.Crumb> concerned = new ArrayList<>();
        concerned(concerned, "shipment.column.model", one.models(), ui);
        concerned(concerned, "shipment.column.release", one.releases(), ui);
        concerned(concerned, "shipment.column.lot", one.lots(), ui);
        concerned(concerned, "shipment.column.serials", one.serials(), ui);
        if (concerned.isEmpty()) {
            concerned.add(new Parts.Crumb(
                    ui.t("portal.stop.concerned"),
                    ui.t("portal.stop.concerned.all", product.series().name(ui.lang()))));
        }
        LocalDate planned = one.planned();
        return new PublicView.Stop(
                one.code().toLowerCase(Locale.ROOT),
                one.state().equals("stopped") || one.state().equals("withdrawing") ? "recheck" : "info",
                ui.t("portal.stop.state." + one.state()),
                concerned,
                one.reason().in(ui.lang()),
                one.action().in(ui.lang()),
                planned == null ? "" : ui.t("portal.stop.planned", planned.toString()),
                one.steps().stream()
                        .map(step -> new Parts.Crumb(
                                step.day().toString(), ui.t("portal.stop.step." + step.act(), step.fixed())))
                        .toList());
    }

    private static void concerned(List<Parts.Crumb> concerned, String heading, List<String> named, Ui ui) {
        if (!named.isEmpty()) {
            concerned.add(new Parts.Crumb(ui.t(heading), String.join(ui.t("people.and"), named)));
        }
    }

    /** What owners have to do now: the newest ones that ask for something. */
    private static List<PublicView.Notice> notices(List<IssuedAdvisory> open, PublicProduct product, Ui ui) {
        return open.stream()
                .limit(NOTICES_MAX)
                .map(one -> {
                    Optional<ConcernedProduct> own = one.products().stream()
                            .filter(p -> p.series().equals(product.series().id()))
                            .findFirst();
                    String fixed =
                            own.flatMap(p -> Optional.ofNullable(p.fixed())).orElse("");
                    AdvisoryContent.Remedy remedy = own.flatMap(p -> Optional.ofNullable(
                                    one.content().offer(p.own()).remedy()))
                            .orElse(one.content().remedy());
                    // Issued before it was asked for a fixed version: then there is none to name.
                    String key = remedy == AdvisoryContent.Remedy.FIX && fixed.isEmpty()
                            ? "portal.notice.other"
                            : "portal.notice." + remedy.id();
                    return new PublicView.Notice(
                            ui.has(key) ? ui.t(key, fixed) : ui.t("portal.notice.other"),
                            one.content().title().in(ui.lang()) + " (" + one.tracking() + ")",
                            advisoryPath(one, ui.lang()));
                })
                .toList();
    }

    private PublicView.Release release(
            PublicProduct.Out release, List<IssuedAdvisory> own, PublicProduct product, Ui ui) {
        return new PublicView.Release(
                release.name(),
                ui.t("portal.released", release.day().toString()),
                own.stream()
                        .filter(one -> !one.content().withdrawn()
                                && one.products().stream()
                                        .anyMatch(p -> p.series()
                                                        .equals(product.series().id())
                                                && release.name().equals(p.fixed())))
                        .map(one -> new Parts.Crumb(one.content().title().in(ui.lang()), advisoryPath(one, ui.lang())))
                        .toList(),
                news(product).stream()
                        .filter(one -> one.release().equals(release.name()))
                        .map(one -> one.id().toLowerCase(Locale.ROOT))
                        .findFirst()
                        .orElse(""),
                news(product).stream()
                        .filter(one -> one.release().equals(release.name()))
                        .flatMap(one -> one.parts().stream())
                        .map(part -> new Parts.Crumb(
                                part.heading().in(ui.lang()), part.text().in(ui.lang())))
                        .toList());
    }

    private List<PublicNews> news(PublicProduct product) {
        return read.news().stream()
                .filter(one -> one.series().equals(product.series().id()))
                .toList();
    }

    /** Short texts for devices and apps, the newest first. */
    private PublicFile device(PublicProduct product) {
        StringBuilder out = new StringBuilder("{\"series\":")
                .append(quoted(product.series().code()))
                .append(",\"messages\":[");
        String between = "";
        for (PublicNews one : news(product)) {
            if (one.device().in("ja").isEmpty()) {
                continue;
            }
            out.append(between)
                    .append("{\"id\":")
                    .append(quoted(one.id()))
                    .append(",\"kind\":\"update\",\"release\":")
                    .append(quoted(one.release()))
                    .append(",\"at\":")
                    .append(quoted(one.at().toString()))
                    .append(",\"text\":{\"ja\":")
                    .append(quoted(one.device().in("ja")))
                    .append(",\"en\":")
                    .append(quoted(one.device().in("en")))
                    .append("}}");
            between = ",";
        }
        return PublicFile.text(out.append("]}\n").toString(), "application/json");
    }

    /** A string of JSON (RFC 8259, section 7). */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }

    private static List<PublicView.Text> texts(PublicProduct product, Ui ui) {
        List<PublicView.Text> texts = new ArrayList<>();
        for (DocumentKind kind : PublicData.TEXTS) {
            product.text(kind).ifPresent(content -> {
                String language = content.language(ui.locale());
                texts.add(new PublicView.Text(
                        kind.id(), content.title(ui.locale()), language, content.sections(language)));
            });
        }
        return texts;
    }

    // Feeds (RFC 4287, RSS 2.0)

    /** One entry of a feed: an advisory, what owners are told of a version, or a step of what is going on. */
    private record FeedEntry(String address, String title, String summary, Instant published, Instant updated) {}

    private List<FeedEntry> entries(String language, Ui ui) {
        List<FeedEntry> entries = new ArrayList<>();
        read.issued()
                .forEach(one -> entries.add(new FeedEntry(
                        read.origin() + advisoryPath(one, language),
                        title(one, ui),
                        summary(one, language),
                        one.initial(),
                        one.current())));
        for (PublicProduct product : read.products()) {
            for (PublicStop one : stops(product)) {
                entries.add(new FeedEntry(
                        read.origin() + productPath(product.series().code(), language) + "#"
                                + one.code().toLowerCase(Locale.ROOT),
                        ui.t(
                                "portal.stop.title",
                                product.series().name(language),
                                ui.t("portal.stop.state." + one.state())),
                        one.reason().in(language),
                        one.first(),
                        one.last()));
            }
            for (PublicNews one : news(product)) {
                entries.add(new FeedEntry(
                        read.origin() + productPath(product.series().code(), language) + "#"
                                + one.id().toLowerCase(Locale.ROOT),
                        one.title().in(language),
                        one.parts().stream()
                                .findFirst()
                                .map(part -> part.text().in(language))
                                .orElse(""),
                        one.at(),
                        one.at()));
            }
        }
        for (PublicStatus one : read.statuses()) {
            int number = one.steps().size();
            for (PublicStatus.Step step : one.steps()) {
                entries.add(new FeedEntry(
                        read.origin() + statusPath(one, language) + "-" + number--,
                        ui.t(
                                "portal.status.entry",
                                ui.t("portal.status.state." + step.state()),
                                one.title().in(language)),
                        step.text().in(language),
                        step.at(),
                        step.at()));
            }
        }
        return entries.stream()
                .sorted(java.util.Comparator.comparing(FeedEntry::updated).reversed())
                .limit(FEED_MAX)
                .toList();
    }

    private Instant updated() {
        Instant issued =
                read.issued().stream().findFirst().map(IssuedAdvisory::current).orElse(Instant.EPOCH);
        return Stream.of(
                        read.news().stream().map(PublicNews::at),
                        read.statuses().stream().map(PublicStatus::at),
                        read.stops().stream().map(PublicStop::last))
                .flatMap(times -> times)
                .reduce(issued, (a, b) -> a.isAfter(b) ? a : b);
    }

    private PublicFile atom(String language) {
        Ui ui = uis.apply(language);
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.append("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"")
                .append(language)
                .append("\">\n");
        String here = read.origin() + PublicSite.ROOT + language + "/";
        element(out, "id", here + "feed.atom");
        element(out, "title", ui.t("portal.feed.title", read.issuer().name(language)));
        element(out, "updated", updated().toString());
        out.append("<link rel=\"self\" href=\"")
                .append(escaped(here + "feed.atom"))
                .append("\"/>\n");
        out.append("<link href=\"").append(escaped(here)).append("\"/>\n<author>");
        element(out, "name", read.issuer().name(language));
        out.append("</author>\n");
        entries(language, ui).forEach(one -> {
            out.append("<entry>\n");
            element(out, "id", one.address());
            element(out, "title", one.title());
            element(out, "published", one.published().toString());
            element(out, "updated", one.updated().toString());
            out.append("<link href=\"").append(escaped(one.address())).append("\"/>\n");
            element(out, "summary", one.summary());
            out.append("</entry>\n");
        });
        return PublicFile.text(out.append("</feed>\n").toString(), "application/atom+xml;charset=UTF-8");
    }

    private PublicFile rss(String language) {
        Ui ui = uis.apply(language);
        java.time.format.DateTimeFormatter time = java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
        String here = read.origin() + PublicSite.ROOT + language + "/";
        StringBuilder out =
                new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel>\n");
        element(out, "title", ui.t("portal.feed.title", read.issuer().name(language)));
        element(out, "link", here);
        element(out, "description", ui.t("portal.advisories.lead"));
        element(out, "language", language);
        entries(language, ui).forEach(one -> {
            out.append("<item>\n");
            element(out, "title", one.title());
            element(out, "link", one.address());
            element(out, "guid", one.address());
            element(out, "pubDate", time.format(one.updated().atZone(java.time.ZoneOffset.UTC)));
            element(out, "description", one.summary());
            out.append("</item>\n");
        });
        return PublicFile.text(out.append("</channel></rss>\n").toString(), "application/rss+xml;charset=UTF-8");
    }

    private static String title(IssuedAdvisory issued, Ui ui) {
        String title = issued.tracking() + " " + issued.content().title().in(ui.lang());
        return issued.content().withdrawn() ? ui.t("portal.feed.withdrawn", title) : title;
    }

    private static String summary(IssuedAdvisory issued, String language) {
        return (issued.content().withdrawn()
                        ? issued.content().note()
                        : issued.content().summary())
                .in(language);
    }

    private static void element(StringBuilder out, String name, String text) {
        out.append('<')
                .append(name)
                .append('>')
                .append(escaped(text))
                .append("</")
                .append(name)
                .append(">\n");
    }

    private static String escaped(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    // security.txt (RFC 9116)

    private String security() {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        List<String> contacts = new ArrayList<>();
        if (!read.issuer().mail().isEmpty()) {
            contacts.add("mailto:" + read.issuer().mail());
        }
        contacts.add(read.origin() + PortalDoor.REPORT);
        contacts.add(read.origin() + PublicSite.ROOT + "contact/");
        fields.put("Contact", contacts);
        fields.put(
                "Expires",
                List.of(read.at()
                        .atZone(Ui.ZONE)
                        .toLocalDate()
                        .atStartOfDay(Ui.ZONE)
                        .toInstant()
                        .plus(SECURITY_HOLDS)
                        .toString()));
        if (!read.issuer().reportKey().isEmpty()) {
            fields.put("Encryption", List.of(read.origin() + PublicSite.ROOT + "report-key.asc"));
        }
        fields.put("Preferred-Languages", List.of("ja, en"));
        fields.put("Canonical", List.of(read.origin() + PublicSite.SECURITY));
        if (read.policy() != null) {
            fields.put("Policy", List.of(read.origin() + PublicSite.ROOT + "policy/"));
        }
        // The usual address first, then those of single versions, where there are two (CSAF 2.1, section 7.4).
        fields.put(
                "CSAF",
                Stream.of("", "v2.0/", "v2.1/")
                        .map(folder -> folder + Provider.METADATA)
                        .filter(path -> read.csaf().containsKey(path))
                        .map(path -> read.origin() + PublicSite.PROVIDER + path)
                        .toList());
        StringBuilder text = new StringBuilder();
        fields.forEach((name, values) -> values.forEach(
                value -> text.append(name).append(": ").append(value).append('\n')));
        return keys.clear(text.toString());
    }
}
